/**
 * A small double of the Electron API: as much of it as DrawNet's shell uses, with the order of events that Electron
 * documents, and everything that was set on it open to be looked at.
 */
import { EventEmitter } from 'node:events'

export class EventDouble {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

/** An event with properties, as Electron emits them. */
export function eventWith<T extends object>(properties: T): T & EventDouble {
  return Object.assign(new EventDouble(), properties)
}

export interface FrameDouble {
  readonly url: string
  readonly parent: FrameDouble | null
}

export class WebContentsDouble extends EventEmitter {
  readonly posted: { channel: string; ports: unknown[] }[] = []
  mainFrame: FrameDouble = { url: 'app://drawnet/index.html', parent: null }
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null
  destroyed = false
  focused = true
  pasted = 0

  isFocused(): boolean {
    return this.focused
  }
  paste(): void {
    this.pasted += 1
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler
  }
  postMessage(channel: string, _message: unknown, ports: unknown[] = []): void {
    this.posted.push({ channel, ports })
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  getURL(): string {
    return this.mainFrame.url
  }
}

export interface WindowOptionsDouble {
  readonly show: boolean
  readonly backgroundColor: string
  readonly width: number
  readonly height: number
  readonly x?: number
  readonly y?: number
  readonly webPreferences: Readonly<Record<string, unknown>>
}

export interface BoundsDouble {
  x: number
  y: number
  width: number
  height: number
}

export class UtilityProcessDouble extends EventEmitter {
  readonly sent: { message: { type: string } & Record<string, unknown>; ports: unknown[] }[] = []
  killed = false
  readonly program: string

  constructor(program: string) {
    super()
    this.program = program
  }
  postMessage(message: { type: string }, ports: unknown[] = []): void {
    this.sent.push({ message, ports })
  }
  kill(): boolean {
    this.killed = true
    this.emit('exit', 15)
    return true
  }
  /** The types of what it was told, in order. */
  get told(): string[] {
    return this.sent.map(({ message }) => message.type)
  }
}

class AppDouble extends EventEmitter {
  readonly paths = new Map<string, string>()
  readonly protocolClients: string[] = []
  isPackaged = false
  sandboxed = false
  gotLock = true
  quitDone = false
  ready = false
  #resolveReady: () => void = () => undefined
  readonly #whenReady = new Promise<void>((resolve) => (this.#resolveReady = resolve))
  readonly #windows: () => readonly { close(): void }[]

  constructor(windows: () => readonly { close(): void }[]) {
    super()
    this.#windows = windows
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? `/nowhere/${name}`
  }
  setPath(name: string, value: string): void {
    this.paths.set(name, value)
  }
  getVersion(): string {
    return '1.2.3'
  }
  getAppPath(): string {
    return '/nowhere/app'
  }
  enableSandbox(): void {
    if (this.ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.sandboxed = true
  }
  requestSingleInstanceLock(): boolean {
    return this.gotLock
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    this.protocolClients.push(protocol)
    return true
  }
  isReady(): boolean {
    return this.ready
  }
  whenReady(): Promise<void> {
    return this.#whenReady
  }
  becomeReady(): void {
    this.ready = true
    this.#resolveReady()
  }
  quit(): void {
    this.emit('before-quit', new EventDouble())
    for (const window of this.#windows()) window.close()
    const event = new EventDouble()
    this.emit('will-quit', event)
    if (!event.defaultPrevented) this.quitDone = true
  }
}

class IpcMainDouble extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>()
  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => unknown): void {
    this.handlers.set(channel, handler)
  }
}

type Decide<T> = (decision: T) => void

class SessionDouble {
  requestHandler: ((contents: unknown, permission: string, decide: Decide<boolean>, details: object) => void) | null =
    null
  checkHandler: ((contents: unknown, permission: string, origin: string, details: object) => boolean) | null = null
  deviceHandler: (() => boolean) | null = null
  beforeRequest: ((details: { url: string }, decide: Decide<{ cancel: boolean }>) => void) | null = null
  readonly served = new Map<string, (request: Request) => Promise<Response>>()
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>): void => {
      this.served.set(scheme, handler)
    },
  }
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<SessionDouble['beforeRequest']>): void => {
      this.beforeRequest = listener
    },
  }
  setPermissionRequestHandler(handler: SessionDouble['requestHandler']): void {
    this.requestHandler = handler
  }
  setPermissionCheckHandler(handler: SessionDouble['checkHandler']): void {
    this.checkHandler = handler
  }
  setDevicePermissionHandler(handler: SessionDouble['deviceHandler']): void {
    this.deviceHandler = handler
  }
}

interface MenuItemDouble {
  readonly role?: string
  readonly label?: string
  readonly submenu?: MenuItemDouble[]
}

/** One freshly started Electron. `api` stands for the module, the rest is for looking at. */
export function createElectronDouble() {
  const windows: BrowserWindowDouble[] = []
  const app = new AppDouble(() => [...windows])
  const defaultSession = new SessionDouble()
  const ipcMain = new IpcMainDouble()
  const ipcRenderer = new (class extends EventEmitter {
    readonly sent: string[] = []
    readonly invoked: { channel: string; args: unknown[] }[] = []
    reply: unknown = { kind: 'saved' }
    send(channel: string): void {
      this.sent.push(channel)
    }
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      this.invoked.push({ channel, args })
      return this.reply
    }
  })()
  const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false })
  const engines: UtilityProcessDouble[] = []
  const schemes: { scheme: string; privileges: Record<string, boolean> }[] = []
  const exposed = new Map<string, Record<string, unknown>>()
  const openedExternally: string[] = []
  const dialogs = {
    errors: [] as string[],
    messages: [] as string[],
    response: 0,
    saveTo: null as string | null,
    saveOptions: [] as { defaultPath: string; filters: { name: string; extensions: string[] }[] }[],
  }
  const menu: { template: MenuItemDouble[] | null } = { template: null }
  const screens: { workArea: BoundsDouble }[] = [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }]

  class BrowserWindowDouble extends EventEmitter {
    readonly options: WindowOptionsDouble
    readonly webContents = new WebContentsDouble()
    readonly loaded: string[] = []
    backgroundColor: string
    shown = false
    focused = false
    minimized = false
    maximized = false
    bounds: BoundsDouble

    constructor(options: WindowOptionsDouble) {
      super()
      this.options = options
      this.backgroundColor = options.backgroundColor
      this.bounds = { x: options.x ?? 100, y: options.y ?? 50, width: options.width, height: options.height }
      windows.push(this)
      app.emit('web-contents-created', new EventDouble(), this.webContents)
    }
    static getAllWindows(): BrowserWindowDouble[] {
      return [...windows]
    }
    static fromWebContents(contents: WebContentsDouble): BrowserWindowDouble | null {
      return windows.find((window) => window.webContents === contents) ?? null
    }
    async loadURL(url: string): Promise<void> {
      this.loaded.push(url)
    }
    show(): void {
      this.shown = true
    }
    focus(): void {
      this.focused = true
    }
    restore(): void {
      this.minimized = false
    }
    maximize(): void {
      this.maximized = true
    }
    isMinimized(): boolean {
      return this.minimized
    }
    isMaximized(): boolean {
      return this.maximized
    }
    getNormalBounds(): BoundsDouble {
      return this.bounds
    }
    setBackgroundColor(color: string): void {
      this.backgroundColor = color
    }
    close(): void {
      this.emit('close', new EventDouble())
      windows.splice(windows.indexOf(this), 1)
      this.webContents.destroyed = true
      this.webContents.emit('destroyed')
      this.emit('closed')
      if (windows.length === 0) app.emit('window-all-closed')
    }
  }

  const api = {
    app,
    BrowserWindow: BrowserWindowDouble,
    contextBridge: {
      exposeInMainWorld: (key: string, value: Record<string, unknown>): void => void exposed.set(key, value),
    },
    dialog: {
      showErrorBox: (title: string, content: string): void => void dialogs.errors.push(`${title}: ${content}`),
      showMessageBox: async (options: { message: string }): Promise<{ response: number }> => {
        dialogs.messages.push(options.message)
        return { response: dialogs.response }
      },
      showSaveDialog: async (...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
        dialogs.saveOptions.push(args.at(-1) as (typeof dialogs.saveOptions)[number])
        return { canceled: dialogs.saveTo === null, filePath: dialogs.saveTo ?? '' }
      },
    },
    ipcMain,
    ipcRenderer,
    Menu: {
      buildFromTemplate: (template: MenuItemDouble[]): MenuItemDouble[] => template,
      setApplicationMenu: (template: MenuItemDouble[]): void => {
        menu.template = template
      },
    },
    MessageChannelMain: class {
      readonly port1 = { end: 'engine' }
      readonly port2 = { end: 'window' }
    },
    nativeTheme,
    protocol: {
      registerSchemesAsPrivileged: (list: typeof schemes): void => {
        if (app.ready) throw new Error('schemes must be registered before the app is ready')
        schemes.push(...list)
      },
    },
    screen: { getAllDisplays: () => screens },
    session: { defaultSession },
    shell: { openExternal: async (url: string): Promise<void> => void openedExternally.push(url) },
    utilityProcess: {
      fork: (program: string): UtilityProcessDouble => {
        const engine = new UtilityProcessDouble(program)
        engines.push(engine)
        return engine
      },
    },
  }

  return {
    api,
    app,
    defaultSession,
    dialogs,
    engines,
    exposed,
    ipcMain,
    ipcRenderer,
    menu,
    nativeTheme,
    openedExternally,
    schemes,
    screens,
    windows,
  }
}

export type ElectronDouble = ReturnType<typeof createElectronDouble>
