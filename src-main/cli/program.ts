import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { AppError } from '#shared/errors.ts'
import type { TokenAction } from './token-command.ts'

export interface StartOptions {
  readonly link: string | null
  readonly data: string | null
  readonly port: number | null
  readonly because: string | null
  readonly window: boolean
  readonly json: boolean
}

export interface HostOptions {
  readonly name: string | null
  readonly data: string | null
  readonly port: number | null
  readonly json: boolean
}

export interface TokenOptions {
  readonly data: string | null
  readonly json: boolean
  readonly action: TokenAction
}

export interface Commands {
  start(options: StartOptions): Promise<void>
  host(options: HostOptions): Promise<void>
  token(options: TokenOptions): Promise<void>
}

interface GivenOptions {
  readonly data?: string
  readonly port?: number
  readonly json?: true
  readonly name?: string
  readonly because?: string
  readonly window?: boolean
  readonly list?: true
  readonly revoke?: string
}

/** Exit code for a command line that was not understood. */
export const USAGE_ERROR = 2

/**
 * Reads the command line and runs what it asks for.
 * @param args without the program's own name
 * @throws AppError `cli/usage` for what is not understood, after saying so
 */
export async function runCommandLine(
  args: readonly string[],
  version: string,
  commands: Commands,
  write: { readonly out: (text: string) => void; readonly err: (text: string) => void },
): Promise<void> {
  const program = new Command('drawnet')
    .description('Draw together on a local network. Any copy hosts boards; the others see them appear and join.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'explain the command')
    .showHelpAfterError('Run drawnet --help to see what there is.')
    .configureOutput({ writeOut: write.out, writeErr: write.err })
    .exitOverride()
  withHostOptions(program.command('start').description('open DrawNet in a window'))
    .argument('[link]', 'a drawnet:// link or an address to join at once')
    .option('--no-window', 'print the address, open no window')
    .option('--because <sentence>', 'why it runs in a browser (said to the person)')
    .action(async (link: string | undefined, given: GivenOptions) => {
      await commands.start({
        ...commonOf(given),
        link: link ?? null,
        because: given.because ?? null,
        window: given.window !== false,
      })
    })
  withHostOptions(program.command('host').description('host a board without a window, until it is stopped'))
    .option('--name <name>', 'the board to host; it is made when there is none of that name')
    .addHelpText('after', '\nExample:\n  drawnet host --name Atelier --port 0 --data ./boards --json')
    .action(async (given: GivenOptions) => {
      await commands.host({ ...commonOf(given), name: given.name ?? null })
    })
  withCommonOptions(program.command('token').description('let a program of your own join the boards hosted here'))
    .option('--name <name>', 'make an app token for a program of this name, and show it once')
    .option('--list', 'list the app tokens there are')
    .option('--revoke <id>', 'make an app token useless')
    .addHelpText('after', '\nExample:\n  drawnet token --data ./boards --name "my bot"')
    .action(async (given: GivenOptions, command: Command) => {
      const { data, json } = commonOf(given)
      await commands.token({ data, json, action: tokenActionOf(given, command) })
    })
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeOut: write.out, writeErr: write.err })
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
  } catch (error) {
    // Help and version arrive here too: they are no failures.
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw new AppError('cli/usage', error.message)
  }
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--data <folder>', 'where boards are kept (by default the usual place for this computer)')
    .option('--json', 'say what happened as one line of JSON')
}

function withHostOptions(command: Command): Command {
  return withCommonOptions(command).option('--port <number>', 'port to host on; 0 takes any free one', portNumber)
}

function tokenActionOf({ name, list, revoke }: GivenOptions, command: Command): TokenAction {
  const actions: TokenAction[] = []
  if (name !== undefined) actions.push({ kind: 'issue', name })
  if (list === true) actions.push({ kind: 'list' })
  if (revoke !== undefined) actions.push({ kind: 'revoke', id: revoke })
  const [action, ...others] = actions
  if (action === undefined || others.length > 0) command.error('error: give one of --name, --list and --revoke')
  return action
}

function commonOf({ data, port, json }: GivenOptions) {
  return { data: data ?? null, port: port ?? null, json: json === true }
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}
