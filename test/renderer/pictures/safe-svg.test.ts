import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'

let board: BoardPage
let page: Page

beforeAll(async () => {
  board = await openBoardPage()
  page = await board.open({ width: 400, height: 300, density: 1 })
}, 60_000)
afterAll(async () => await board?.close())

interface Kept {
  /** What became of the drawing; '' where it was refused. */
  readonly text: string
  readonly refused: readonly string[]
}

/** Puts a drawing on a board. */
async function kept(file: string | Buffer): Promise<Kept> {
  await openBoard(page, 'light', [])
  const base64 = Buffer.from(file).toString('base64')
  return await page.evaluate(async (given) => {
    const { editor, room } = window.harness
    const refused: string[] = []
    const stop = editor.images.onRefused((sentence) => refused.push(sentence))
    await editor.images.place([new Blob([Uint8Array.from(atob(given), (letter) => letter.charCodeAt(0))])])
    stop()
    const image = Array.from(room.store.values()).find((record) => record.type === 'image')
    return { text: image === undefined ? '' : new TextDecoder().decode(room.blobs.get(image.blob)), refused }
  }, base64)
}

/** A drawing of 90 × 60 pixels. */
function drawing(inside: string, attributes = ''): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="60"${attributes}>${inside}</svg>`
}

function times(count: number, part: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => part(i)).join('')
}

const TOO_MANY = 'This drawing is made of more parts than a board takes. Make it simpler first.'
/** Eight levels, each painted ten times by the one before. */
const LEVELS = 8

/** Parts, each of which is painted with the next ten times. */
function nested(element: string, mention: (id: string) => string): string {
  const rects = (i: number): string => times(10, () => `<rect width="9" height="9" ${mention(`p${i + 1}`)}/>`)
  return times(LEVELS, (i) => `<${element} id="p${i}" width="9" height="9">${rects(i)}</${element}>`)
}

describe('a drawing whose parts are painted with parts over and over is refused', () => {
  const shape = '<rect width="90" height="60" '
  test.for([
    ['patterns', nested('pattern', (id) => `fill="url(#${id})"`), `${shape} fill="url(#p0)"/>`],
    ['patterns, by strokes', nested('pattern', (id) => `stroke="url('#${id}') red"`), `${shape} stroke="url(#p0)"/>`],
    ['patterns, in styles', nested('pattern', (id) => `style="fill: URL( &quot;#${id}&quot; )"`), ''],
    ['patterns, with per cent signs', nested('pattern', (id) => `fill="url(#%70${id.slice(1)})"`), ''],
    ['masks', nested('mask', (id) => `mask="url(#${id})"`), `${shape} mask="url(#p0)"/>`],
    ['clips', nested('clipPath', (id) => `clip-path="url(#${id})"`), `${shape} clip-path="url(#p0)"/>`],
    [
      'patterns, by a sheet',
      `${nested('pattern', (id) => `class="${id}"`)}<style>${times(LEVELS, (i) => `.p${i}{fill:url(#p${i})}`)}</style>`,
      '',
    ],
    [
      'a pattern that all of a group are filled with',
      `<pattern id="a">${times(400, () => '<rect/>')}</pattern>`,
      `<g fill="url(#a)">${times(400, () => '<rect/>')}</g>`,
    ],
    [
      'a pattern that is told by another name',
      `<pattern id="a">${times(400, () => '<rect/>')}</pattern><style>svg{--a:url(#a)} rect{fill:var(--a)}</style>`,
      times(400, () => '<rect/>'),
    ],
    [
      'markers',
      `<marker id="a">${times(400, () => '<rect/>')}</marker>`,
      `<path marker-mid="url(#a)" d="M0 0${times(400, (i) => `L${i} ${i}`)}"/>`,
    ],
    [
      'filters',
      '<filter id="a"><feGaussianBlur stdDeviation="9"/></filter>',
      times(1000, () => `${shape} filter="url(#a)"/>`),
    ],
    [
      'a few filters of huge regions',
      '<filter id="a" x="-5000%" y="-5000%" width="10000%" height="10000%"><feGaussianBlur stdDeviation="9"/></filter>',
      `${shape} filter="url(#a)"/>`,
    ],
    [
      'a few filters of huge regions, in units of the drawing',
      '<filter id="a" filterUnits="userSpaceOnUse" width="9000" height="60cm"><feFlood/></filter>',
      times(20, () => `${shape} filter="url(#a)"/>`),
    ],
    [
      'a filter that brings pixels from far away',
      '<filter id="a"><feTurbulence baseFrequency="0.3"/><feDisplacementMap scale="2e4" xChannelSelector="R"/></filter>',
      '<rect width="60000" height="40000" filter="url(#a)"/>',
    ],
    [
      'a blur as wide as a street',
      '<filter id="a"><feGaussianBlur stdDeviation="1 900"/></filter>',
      `${shape} filter="url(#a)"/>`,
    ],
    ['filters in words', '<style>rect{filter:blur(9px)}</style>', times(2000, () => `${shape}/>`)],
    ['a long chain', times(40, (i) => `<pattern id="a${i}"><rect fill="url(#a${i + 1})"/></pattern>`), ''],
    [
      'a ring',
      times(3, (i) => `<pattern id="a${i}"><rect fill="url(#a${(i + 1) % 3})"/></pattern>`),
      `${shape} fill="url(#a0)"/>`,
    ],
  ] as const)('%s', async ([_what, definitions, shapes]) => {
    expect(await kept(drawing(`<defs>${definitions}</defs>${shapes}`))).toEqual({ text: '', refused: [TOO_MANY] })
  })
})

describe('a drawing that would take long to take apart is refused at once', () => {
  const deep = 20_000
  test.for([
    ['groups in groups', `${'<g>'.repeat(deep)}${'</g>'.repeat(deep)}`],
    ['groups that are never closed', '<g>'.repeat(deep)],
    ['groups that are closed by other names', '<g></h>'.repeat(deep)],
    ['groups whose signs of their ends belong to an attribute', '<g id="/">'.repeat(deep)],
    ['groups between comments', '<g><!-- </g> -->'.repeat(deep)],
    ['groups of another program', '<b:g xmlns:b="urn:b">'.repeat(deep)],
    ['very many tags', '<g/>'.repeat(150_000)],
    ['a tag of attributes', `<g ${times(1000, (i) => `a${i}="b" `)}/>`],
  ] as const)('%s', async ([_what, inside]) => {
    expect(await kept(drawing(inside))).toEqual({ text: '', refused: [TOO_MANY] })
  })

  test('many tags and groups that a person may have drawn are taken', async () => {
    const inside = `${'<g>'.repeat(200)}<rect width="9" height="9"/>${'</g>'.repeat(200)}${'<path d="M0 0h9"/>'.repeat(20_000)}`
    const { text, refused } = await kept(drawing(inside))
    expect(refused).toEqual([])
    expect(text.match(/<g>/g)).toHaveLength(200)
    expect(text.match(/<path/g)).toHaveLength(20_000)
  })
})

test('markup that is not sound is read as far as it can be', async () => {
  const { text, refused } = await kept(
    drawing(`<rect width=9 height='8' x = "7" class=a"b fill="<red>"/></g><g/><text>1 < 2 & 3 &lt; 4<![CDATA[ & <5]]></text>
      <?a <rect/> ?><!-- <rect/> --><circle r="5" r="6"`),
  )
  expect(refused).toEqual([])
  expect(text).toMatch(/<rect(?=[^>]*width="9")(?=[^>]*height="8")(?=[^>]*x="7")[^>]*>/)
  expect(text).toContain('1 &lt; 2 &amp; 3 &lt; 4 &amp; &lt;5')
  expect(text.match(/<rect/g)).toHaveLength(1)
  expect(text).toContain('r="5"')
})

test('words stay as they are, whatever they are about', async () => {
  const words = 'my style = bold, part one = 1, data-drawnet-style="a" &lt;style&gt; onload =2'
  const { text, refused } = await kept(
    drawing(`<style/><style>.a{fill:red}</style><text class="a" style="stroke: red" onclick="x()">${words}</text>
      <title>one style = another</title>`),
  )
  expect(refused).toEqual([])
  expect(text).toContain(`${words}</text>`)
  expect(text).toContain('<title>one style = another</title>')
  expect(text).toContain('<style>.a{fill:red}</style>')
  expect(text).toMatch(/<text (?=[^>]*class="a")[^>]*style="stroke: red"/)
  expect(text).not.toMatch(/metadata|data-drawnet-sheet|data-off|onclick/)
})

describe('a sheet keeps the rules that ask for nothing from elsewhere', () => {
  const font =
    '@font-face{font-family:"Inter";font-weight:100 900;src:url(data:font/woff2;base64,d09GMg==) format("woff2")}'
  const iconFont = "@font-face { src: url('data:application/x-font-woff;charset=utf-8;base64,d09G Rg==') }"
  test.for([
    ['a font that comes with it', `${font}\n${iconFont} .a{fill:red}`, [font, iconFont, '.a{fill:red}']],
    ['an import', '@import url("https://x.invalid/a.css"); .a{fill:red}', ['.a{fill:red}']],
    ['an import in words', '@import "data:text/css,a{}";.a{fill:red}', ['.a{fill:red}']],
    ['a font from elsewhere', `@font-face{src:url(//x.invalid/a.woff)}${font}`, [font]],
    [
      'a font of two places',
      `@font-face{src:url(data:font/woff2;base64,AA==),url(a.woff)}.a{fill:red}`,
      ['.a{fill:red}'],
    ],
    ['a namespace', '@namespace svg url(http://www.w3.org/2000/svg);.a{fill:red}', ['.a{fill:red}']],
    ['a picture', '.b{fill:url(data:image/svg+xml;base64,AA==)}.a{fill:red}', ['.a{fill:red}']],
    ['a page as a font', '.b{fill:url("data:font/a,<svg/>")}.a{fill:red}', ['.a{fill:red}']],
    ['words spelled otherwise', '.b{fill:u\\72l(http://x.invalid)}.a{fill:red}', ['.a{fill:red}']],
    ['words with a comment in them', '.b{fill:u/**/rl(a.svg);stroke:url(/**/b.svg)}.a{fill:red}', ['.a{fill:red}']],
    ['a comment', '/* https://x.invalid } */ .a{fill:red}', ['.a{fill:red}']],
    ['a rule without an end', '.a{fill:red}.b{fill:url(https://x.invalid/', ['.a{fill:red}']],
    ['a string without an end', '.a{fill:red}.b{content:"url(}\n.c{fill:url(x.svg)}', ['.a{fill:red}']],
    ['rules in rules', '@media print{.b{fill:url(x.svg)}}@media all{.a{fill:red}}', ['@media all{.a{fill:red}}']],
    ['several at once', '.a{fill:red}.b{mask:image-set("a.png" 1x)}.c{mask:src("x")}', ['.a{fill:red}']],
  ] as const)('%s', async ([_what, css, left]) => {
    const { text, refused } = await kept(
      drawing(`<style><![CDATA[${css}]]></style><rect class="a" width="9" height="9"/>`),
    )
    expect(refused).toEqual([])
    const [, sheet = ''] = /<style>([^]*)<\/style>/.exec(text) ?? []
    for (const rule of left) expect(sheet).toContain(rule)
    expect(
      left
        .reduce((rest, rule) => rest.replace(rule, ''), sheet)
        .replace(/\/\*[^]*?\*\//g, '')
        .trim(),
    ).toBe('')
  })
})

describe('other ways to write a drawing', () => {
  const words = 'Grüße, „Ærø“ – ₂'
  const written = (encoding: string, text: string): string =>
    `<?xml version="1.0" encoding="${encoding}"?>\n${drawing(`<text>${text}</text>`)}`

  test.for([
    ['UTF-16, small end first', Buffer.from(`\uFEFF${written('UTF-16', words)}`, 'utf16le'), words],
    ['UTF-16, great end first', Buffer.from(`\uFEFF${written('UTF-16', words)}`, 'utf16le').swap16(), words],
    ['ISO-8859-1', Buffer.from(written('ISO-8859-1', 'Grüße, Ærø'), 'latin1'), 'Grüße, Ærø'],
    ['Windows-1252', Buffer.from(written('windows-1252', 'a \x80'), 'latin1'), 'a €'],
    ['UTF-8', Buffer.from(written('UTF-8', words)), words],
    ['UTF-8, by its mark', Buffer.from(`\uFEFF${written('ISO-8859-1', words)}`), words],
    ['UTF-8 that says it was UTF-16', Buffer.from(written('utf-16', words)), words],
    ['what nobody knows', Buffer.from(written('X-NOBODY', words)), words],
  ] as const)('%s', async ([_what, file, text]) => {
    expect(await kept(file)).toMatchObject({ text: expect.stringContaining(`<text>${text}</text>`), refused: [] })
  })

  test('pasted words are what they are, whatever their file was', async () => {
    await openBoard(page, 'light', [])
    await page.evaluate(
      (given) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', given)
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
      },
      written('ISO-8859-1', words),
    )
    const pasted = async (): Promise<string> =>
      await page.evaluate(() => {
        const { room } = window.harness
        const image = Array.from(room.store.values()).find((record) => record.type === 'image')
        return image === undefined ? '' : new TextDecoder().decode(room.blobs.get(image.blob))
      })
    await expect.poll(pasted).toContain(`<text>${words}</text>`)
  })

  test('a name for the space of names, and another for that of links', async () => {
    const file = `<?xml version="1.0"?><v:svg xmlns:v="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink" width="90" height="60">
      <v:style>.a{fill:red}</v:style><v:rect id="r" class="a" width="9" height="9"/><v:use l:href="#r"/></v:svg>`
    const { text, refused } = await kept(file)
    expect(refused).toEqual([])
    expect(text).toMatch(/^<svg [^>]*width="90"/)
    expect(text).toContain('<style>.a{fill:red}</style>')
    expect(text).toMatch(/<rect [^>]*class="a"/)
    expect(text).toMatch(/<use [^>]*xlink:href="#r"/)
  })

  const declared = (declarations: string, inside: string): string =>
    `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd" [${declarations}]>${inside}`

  test('entities that stand for words', async () => {
    const file = declared(
      `<!-- <!ENTITY st0 "no"> --> <!ENTITY % p "x"> <!ENTITY st0 "fill:#f00;">\n<!ENTITY ns_svg 'http://www.w3.org/2000/svg'>
       <!ENTITY st0 "fill:#0f0;"><!ENTITY bracket "]>"><!ENTITY quote '"&#38;"'><!ELEMENT a (#PCDATA)>`,
      `<svg xmlns="&ns_svg;" width="9" height="9"><rect style="&st0;stroke:&none;" aria-label="&quote;"/><text>&bracket; &amp; &quote;</text></svg>`,
    )
    const { text, refused } = await kept(file)
    expect(refused).toEqual([])
    expect(text).toContain('style="fill:#f00;stroke:&amp;none;"')
    expect(text).toContain('aria-label="&quot;&amp;&quot;"')
    expect(text).toContain('<text>]&gt; &amp; "&amp;"</text>')
  })

  test('entities that nobody refers to', async () => {
    const file = declared('<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "<rect/>">', drawing('<text>c</text>'))
    expect(await kept(file)).toMatchObject({ text: expect.stringContaining('<text>c</text>'), refused: [] })
  })

  const notPlain =
    'Parts of this drawing are written as entities, which DrawNet does not read. Save it as plain SVG, and add that.'
  test.for([
    ['kept elsewhere', '<!ENTITY a SYSTEM "file:///etc/passwd">', '&a;', notPlain],
    ['kept elsewhere by a public name', '<!ENTITY a PUBLIC "x" "https://x.invalid/">', '&a;', notPlain],
    ['of elements', '<!ENTITY a "<rect/>">', '&a;', notPlain],
    ['of entities', `<!ENTITY a "ha">${times(9, (i) => `<!ENTITY a${i} "${'&a;'.repeat(10)}">`)}`, '&a8;', notPlain],
    ['that are long and many', `<!ENTITY a "${'ha'.repeat(1000)}">`, '&a;'.repeat(1000), TOO_MANY],
  ] as const)('entities %s are refused', async ([_what, declarations, inside, sentence]) => {
    const file = declared(declarations, drawing(`<text>${inside}</text>`))
    expect(await kept(file)).toEqual({ text: '', refused: [sentence] })
  })
})

test('a drawing with many shapes, gradients, clips, a few patterns and some filters is taken', async () => {
  const definitions = `<linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient>
    <pattern id="p" width="9" height="9"><rect width="4" height="4" fill="url(#g)"/></pattern>
    <clipPath id="c"><rect width="50" height="50"/></clipPath>
    <filter id="f"><feGaussianBlur stdDeviation="2"/></filter>
    <filter id="thin" y="-3" height="7"><feGaussianBlur stdDeviation="2"/><feOffset dx="900"/></filter>
    <filter id="all" filterUnits="userSpaceOnUse" x="-10" width="200" height="100%"><feDropShadow stdDeviation="5"/></filter>
    <style>.g,.h:not(.i){fill:url(#g)} .p{fill:url(#p)}</style>`
  const shapes = times(
    2000,
    (i) => `<g clip-path="url(#c)"><path d="M0 ${i}h9" fill="url(#g)"/><path class="g" d="M0 ${i}h9"/></g>`,
  )
  const others = times(100, () => '<rect width="5" height="5" class="p" filter="url(#f)"/>')
  const wide = times(20, (i) => `<path d="M0 9h60v1z" filter="url(#${i % 2 === 0 ? 'thin' : 'all'})"/>`)
  const { text, refused } = await kept(drawing(`<defs>${definitions}</defs>${shapes}${others}${wide}`))
  expect(refused).toEqual([])
  expect(text.match(/<path/g)).toHaveLength(4020)
})

describe('a drawing with much in it is made safe as a small one is', () => {
  test.for([
    ['in groups', (inside) => `<g><g class="a">${inside}</g></g>`, true],
    ['in a link', (inside) => `<a href="javascript:x()">${inside}</a>`, true],
    ['in what another program made', (inside) => `<b:c xmlns:b="urn:b">${inside}</b:c>`, true],
    ['in foreign content', (inside) => `<foreignObject>${inside}</foreignObject>`, false],
    ['in a script', (inside) => `<script>${inside}</script>`, false],
    ['beside a forged mark', (inside) => `<g data-drawnet-place="">${inside}</g>`, true],
    ['with handlers', (inside) => `<g onload="x()">${inside}<set onbegin="x()" to="javascript:x()"/></g>`, true],
  ] as const satisfies readonly (readonly [string, (inside: string) => string, boolean])[])(
    '%s',
    async ([_what, around, isKept]) => {
      for (const count of [3, 500]) {
        const rects = times(count, (i) => `<rect width="${i + 1}" height="9" onclick="x()"/>${i % 3 === 0 ? ' ' : ''}`)
        const { text, refused } = await kept(drawing(`<circle r="1"/>${around(rects)}<circle r="2"/>`))
        expect(refused).toEqual([])
        const widths = Array.from(text.matchAll(/<rect [^>]*width="(\d+)"/g), ([, width]) => Number(width))
        expect(widths).toEqual(isKept ? Array.from({ length: count }, (_, i) => i + 1) : [])
        expect(text.match(/<circle/g)).toHaveLength(2)
        expect(text).not.toMatch(/onload|onclick|javascript|<a\b|<set|foreignObject|script|data-drawnet/)
      }
    },
  )
})

test('the page gets its turns while a large drawing is made safe', async () => {
  await openBoard(page, 'light', [])
  const file = drawing(times(10_000, (i) => `<path d="M${i} 0h9v9z" fill="red"/>`))
  const { placed, all, longest } = await page.evaluate(async (given) => {
    const { port1, port2 } = new MessageChannel()
    const start = performance.now()
    let [before, longest] = [start, 0]
    port1.addEventListener('message', () => {
      const now = performance.now()
      longest = Math.max(longest, now - before)
      before = now
      port2.postMessage(null)
    })
    port1.start()
    port2.postMessage(null)
    const ids = await window.harness.editor.images.place([new Blob([given])])
    port1.close()
    const end = performance.now()
    return { placed: ids.length, all: end - start, longest: Math.max(longest, end - before) }
  }, file)
  expect(placed).toBe(1)
  // Of work that goes on without turns the longest piece is nearly all of it.
  expect(longest / all).toBeLessThan(0.5)
})
