import { describe, expect, test } from 'vitest'
import { runCommandLine, type HostOptions, type StartOptions, type TokenOptions } from '#main/cli/program.ts'

async function run(...args: string[]) {
  const said = { out: '', err: '' }
  const calls: (StartOptions | HostOptions | TokenOptions)[] = []
  let code: string | null = null
  try {
    await runCommandLine(
      args,
      '1.2.3',
      {
        start: async (options) => void calls.push(options),
        host: async (options) => void calls.push(options),
        token: async (options) => void calls.push(options),
      },
      { out: (text) => (said.out += text), err: (text) => (said.err += text) },
    )
  } catch (error) {
    code = (error as { code: string }).code
  }
  return { ...said, calls, code }
}

describe('the command line', () => {
  test('explains itself', async () => {
    for (const args of [['--help'], ['help'], []]) {
      const { out, code, calls } = await run(...args)
      expect([code, calls]).toEqual([null, []])
      expect(out).toContain('host a board without a window')
    }
    expect((await run('host', '--help')).out).toContain('drawnet host --name Atelier')
    expect((await run('--version')).out).toBe('1.2.3\n')
  })

  test('reads what to host', async () => {
    const { calls } = await run('host', '--name', 'Atelier', '--port', '0', '--data', 'DIR', '--json')
    expect(calls).toEqual([{ name: 'Atelier', port: 0, data: 'DIR', json: true }])
    expect((await run('host')).calls).toEqual([{ name: null, port: null, data: null, json: false }])
  })

  test('reads how to start', async () => {
    const { calls } = await run('start', 'drawnet://x', '--no-window', '--because', 'so')
    expect(calls).toEqual([{ link: 'drawnet://x', window: false, because: 'so', data: null, port: null, json: false }])
  })

  test('reads what to do about app tokens', async () => {
    const made = await run('token', '--data', 'DIR', '--name', 'my bot', '--json')
    expect(made.calls).toEqual([{ data: 'DIR', json: true, action: { kind: 'issue', name: 'my bot' } }])
    expect((await run('token', '--list')).calls).toEqual([{ data: null, json: false, action: { kind: 'list' } }])
    const revoked = await run('token', '--revoke', 'abc')
    expect(revoked.calls).toEqual([{ data: null, json: false, action: { kind: 'revoke', id: 'abc' } }])
  })

  test.each([
    ['nothing to do about tokens', ['token'], 'one of --name, --list and --revoke'],
    ['two things at once', ['token', '--list', '--name', 'x'], 'one of --name, --list and --revoke'],
    ['a port for tokens', ['token', '--list', '--port', '1'], '--port'],
    ['an unknown flag', ['host', '--nmae', 'x'], '--nmae'],
    ['an unknown command', ['paint'], 'paint'],
    ['a port that is none', ['host', '--port', '70000'], 'from 0 to 65535'],
    ['a port that is no number', ['host', '--port', '1e3'], 'from 0 to 65535'],
    ['a missing value', ['host', '--name'], '--name'],
    ['too many arguments', ['host', 'a', 'b'], 'too many arguments'],
  ])('%s is said, with the way to the help', async (_, args, words) => {
    const { err, code, calls } = await run(...args)
    expect([code, calls]).toEqual(['cli/usage', []])
    expect(err).toContain(words)
    expect(err).toContain('drawnet --help')
  })
})
