/**
 * Renders icon.svg into the files that installers want: `node_modules/.bin/node build/icons/render.mjs`. To be run after
 * changing the drawing; its results are kept in the repository, because packagers cannot be relied on to convert them.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'
import { ensureBrowser } from '../setup/browser.mjs'
import { inProject } from '../setup/paths.mjs'

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** Pictures of a Windows icon, in pixels. */
const ICO_SIZES = [16, 24, 32, 48, 64, 256]
/** Pictures of a macOS icon: the type that stands for each size. */
const ICNS_TYPES = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['icp6', 64],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
])

const svg = await readFile(inProject('build', 'icons', 'icon.svg'), 'utf8')
const pictures = await renderAll()
await mkdir(inProject('build', 'icons', 'linux'), { recursive: true })
for (const [size, png] of pictures) {
  if (size <= 512) await writeFile(inProject('build', 'icons', 'linux', `${size}x${size}.png`), png)
}
await writeFile(inProject('build', 'icons', 'icon.png'), picture(1024))
await writeFile(inProject('build', 'icons', 'icon.ico'), icoOf(ICO_SIZES))
await writeFile(inProject('build', 'icons', 'icon.icns'), icnsOf(ICNS_TYPES))

async function renderAll() {
  const { path, flags } = await ensureBrowser()
  const browser = await chromium.launch({ executablePath: path, args: [...flags] })
  try {
    const page = await browser.newPage()
    /** @type {Map<number, Buffer>} */
    const rendered = new Map()
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(
        `<style>* { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`,
      )
      rendered.set(size, await page.screenshot({ omitBackground: true }))
    }
    return rendered
  } finally {
    await browser.close()
  }
}

/**
 * @param {number} size
 * @returns {Buffer}
 */
function picture(size) {
  const png = pictures.get(size)
  if (png === undefined) throw new Error(`There is no picture of ${size} pixels.`)
  return png
}

/**
 * A Windows icon of PNG pictures: a header, an entry of 16 bytes for each, then the pictures.
 * @param {readonly number[]} sizes
 */
function icoOf(sizes) {
  const header = Buffer.alloc(6 + 16 * sizes.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(sizes.length, 4)
  let offset = header.length
  for (const [index, size] of sizes.entries()) {
    const entry = 6 + 16 * index
    header.writeUInt8(size % 256, entry)
    header.writeUInt8(size % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(picture(size).length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += picture(size).length
  }
  return Buffer.concat([header, ...sizes.map(picture)])
}

/**
 * A macOS icon: chunks of a type, their length with this header of 8 bytes, and a PNG picture.
 * @param {readonly (readonly [type: string, size: number])[]} types
 */
function icnsOf(types) {
  const body = Buffer.concat(types.map(([type, size]) => chunk(type, picture(size))))
  return chunk('icns', body)
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function chunk(type, content) {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([header, content])
}
