import { leanOf, type PenSample } from '#renderer/tools/pen-tilt.ts'
import { strayed, type Place, type Tool, type ToolInput } from '#renderer/tools/tool.ts'
import type { Camera } from './camera.ts'
import type { FabricLayer } from './fabric-layer.ts'
import { Gestures, type Device } from './gestures.ts'

/** What the input needs of the editor. */
export interface InputHost {
  readonly root: HTMLElement
  readonly camera: Camera
  readonly handles: FabricLayer
  tool(): Tool
  /** The tool of a pen that is held upside down. */
  readonly eraser: Tool
  setPenDown(down: boolean): void
  /** The pointer is over a place, or nowhere. */
  hover(at: Place | null): void
  setCursor(cursor: string): void
  /** The cursor where nothing is pressed. */
  cursorAt(event: PointerEvent, at: Place): string
  /** The zoom is changing and will change again in a moment. */
  zooming(): void
}

/** What one wheel event may zoom at most, as the exponent of e: a mouse's notch is a hundred times a trackpad's step. */
const WHEEL_ZOOM_LIMIT = 0.25
const WHEEL_ZOOM = 0.01
const LINE_PIXELS = 16
/** Bit of `PointerEvent.buttons` that a pen's eraser end sets. */
const ERASER_BUTTON = 32

/** Turns what pointers and wheels do over the board into calls of tools, handles and camera. */
export class Input {
  readonly #host: InputHost
  readonly #gestures = new Gestures()
  readonly #abort = new AbortController()
  /** The tool that has the pointer, and the pointer. */
  #active: { readonly tool: Tool; readonly pointer: number; handles: 'no' | 'waiting' | 'yes'; from: Place } | null =
    null
  #space = false

  constructor(host: InputHost) {
    this.#host = host
    const { root } = host
    const { signal } = this.#abort
    const capture = { signal, capture: true }
    root.addEventListener('pointerdown', (event) => this.#down(event), capture)
    root.addEventListener('pointermove', (event) => this.#move(event), capture)
    root.addEventListener('pointerup', (event) => this.#up(event), capture)
    root.addEventListener('pointercancel', (event) => this.#lose(event), capture)
    root.addEventListener('lostpointercapture', (event) => this.#lose(event), { signal })
    root.addEventListener('pointerleave', () => host.hover(null), { signal })
    root.addEventListener('wheel', (event) => this.#wheel(event), { ...capture, passive: false })
    root.addEventListener('dblclick', (event) => this.#doubleClick(event), capture)
    root.addEventListener('click', (event) => host.handles.forwarding || host.handles.click(event), capture)
    // The press decides itself where the focus goes.
    root.addEventListener('mousedown', (event) => event.preventDefault(), { signal })
    root.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
    const page = root.ownerDocument
    page.addEventListener('keydown', (event) => this.#holdKey(event), capture)
    page.addEventListener('keyup', (event) => this.#holdKey(event), capture)
  }

  /** Whether the space key is held, which makes every pointer move the view. */
  setSpace(held: boolean): void {
    if (held === this.#space) return
    this.#space = held
    if (this.#gestures.mode === 'idle') this.#host.setCursor(held ? 'grab' : this.#host.tool().cursor)
  }

  get busy(): boolean {
    return this.#gestures.mode !== 'idle'
  }

  /** Gives up the gesture in progress as if it had not been. Answers whether there was one. */
  cancel(): boolean {
    const was = this.#active !== null
    this.#giveUp()
    this.#gestures.clear()
    return was
  }

  dispose(): void {
    this.cancel()
    this.#abort.abort()
  }

  #down(event: PointerEvent): void {
    const { handles, root } = this.#host
    if (handles.forwarding) return
    const at = this.#placeOf(event)
    if (handles.typing !== null) {
      if (handles.typing.contains(event)) return handles.press(event)
      handles.typing.finish()
      root.focus({ preventScroll: true })
      return
    }
    root.focus({ preventScroll: true })
    const device = deviceOf(event)
    if (device === 'mouse' && event.button !== 0 && event.button !== 1) return
    const tool = device === 'pen' && (event.buttons & ERASER_BUTTON) !== 0 ? this.#host.eraser : this.#host.tool()
    const pans = this.#space || (device === 'mouse' && event.button === 1)
    const down = { id: event.pointerId, device, at, time: event.timeStamp, pans, forPen: tool.forPen }
    const start = this.#gestures.down(down)
    if (start === 'ignore') return
    if (start === 'tool-instead' || start === 'pinch-instead' || start === 'pinch') this.#giveUp()
    root.setPointerCapture(event.pointerId)
    if (start === 'tool' || start === 'tool-instead') this.#start(event, tool, at)
    else this.#host.setCursor('grabbing')
  }

  #start(event: PointerEvent, tool: Tool, at: Place): void {
    this.#host.setPenDown(true)
    this.#active = { tool, pointer: event.pointerId, handles: 'no', from: at }
    const taker = tool.down(this.#inputOf(event, at))
    if (taker !== 'handles' || this.#active === null) return
    this.#active.handles = 'waiting'
    this.#host.handles.press(event)
  }

  #move(event: PointerEvent): void {
    const { handles } = this.#host
    if (handles.forwarding) return
    const at = this.#placeOf(event)
    if (event.pointerType === 'pen') this.#gestures.seePen()
    if (event.pointerType !== 'touch' || this.#gestures.has(event.pointerId)) this.#host.hover(at)
    if (handles.typing !== null) return
    if (this.#gestures.mode === 'idle') {
      this.#host.setCursor(this.#space ? 'grab' : this.#host.cursorAt(event, at))
      return
    }
    const step = this.#gestures.move(event.pointerId, at)
    if (step !== null) {
      this.#host.camera.panBy(step.dx, step.dy)
      if (step.factor !== 1) {
        this.#host.zooming()
        this.#host.camera.zoomAt(step.about, this.#host.camera.state.get().zoom * step.factor)
      }
      return
    }
    const active = this.#active
    if (active === null || active.pointer !== event.pointerId) return
    active.tool.move(this.#inputOf(event, at))
    if (active.handles === 'waiting') {
      // A click with a shaking hand moves nothing.
      if (strayed(active.from, at)) active.handles = 'yes'
      else event.stopPropagation()
    }
    if (active.handles === 'yes') handles.constrain(event)
  }

  #up(event: PointerEvent): void {
    if (this.#host.handles.forwarding) return
    const active = this.#active
    const ended = this.#gestures.up(event.pointerId)
    if (active !== null && active.pointer === event.pointerId) {
      if (active.handles === 'yes') this.#host.handles.constrain(event)
      this.#active = null
      this.#host.setPenDown(false)
      active.tool.up(this.#inputOf(event, this.#placeOf(event)))
    }
    if (ended !== null) this.#host.setCursor(this.#space ? 'grab' : this.#host.cursorAt(event, this.#placeOf(event)))
    if (event.pointerType === 'touch') this.#host.hover(null)
  }

  /** What is dragged follows keys at once, not only when the pointer moves on. */
  #holdKey(event: KeyboardEvent): void {
    if (this.#active?.handles !== 'yes') return
    this.#host.handles.constrain(event)
    // Or else the window's menu takes the key.
    if (event.key === 'Alt') event.preventDefault()
  }

  /** The system took the pointer away. */
  #lose(event: PointerEvent): void {
    if (!this.#gestures.has(event.pointerId)) return
    this.#gestures.up(event.pointerId)
    if (this.#active?.pointer === event.pointerId) this.#giveUp()
  }

  #giveUp(): void {
    const active = this.#active
    if (active === null) return
    this.#active = null
    this.#host.setPenDown(false)
    active.tool.cancel()
    this.#host.handles.cancel()
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    event.stopPropagation()
    if (this.#active !== null) return
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PIXELS
    const { camera } = this.#host
    if (event.ctrlKey || event.metaKey) {
      const exponent = -event.deltaY * unit * WHEEL_ZOOM
      const limited = Math.min(WHEEL_ZOOM_LIMIT, Math.max(-WHEEL_ZOOM_LIMIT, exponent))
      this.#host.zooming()
      camera.zoomAt(this.#placeOf(event), camera.state.get().zoom * Math.exp(limited))
      return
    }
    // A wheel with one axis goes sideways with Shift; some systems turn it themselves.
    const turned = event.shiftKey && event.deltaX === 0
    camera.panBy(-(turned ? event.deltaY : event.deltaX) * unit, turned ? 0 : -event.deltaY * unit)
  }

  #doubleClick(event: MouseEvent): void {
    if (this.#host.handles.forwarding || this.#host.handles.typing !== null) return
    const at = this.#placeOf(event)
    const place = this.#host.camera.toBoard(at)
    this.#host.tool().doubleClick?.({
      at: place,
      screen: at,
      samples: [{ ...place, pressure: 0.5 }],
      predicted: [],
      device: 'mouse',
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
    })
  }

  #placeOf(event: MouseEvent): Place {
    const { left, top } = this.#host.root.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  #inputOf(event: PointerEvent, screen: Place): ToolInput {
    const { left, top } = this.#host.root.getBoundingClientRect()
    const { camera } = this.#host
    const sampleOf = (sample: PointerEvent): PenSample => {
      const { x, y } = camera.toBoard({ x: sample.clientX - left, y: sample.clientY - top })
      if (sample.pointerType !== 'pen') return { x, y, pressure: 0.5 }
      return { x, y, pressure: sample.pressure, lean: leanOf(sample.tiltX, sample.tiltY) }
    }
    // Only secure pages have these two.
    const coalesced = event.type === 'pointermove' ? (event.getCoalescedEvents?.() ?? []) : []
    const predicted = event.pointerType === 'pen' ? (event.getPredictedEvents?.() ?? []).slice(0, 1) : []
    return {
      at: camera.toBoard(screen),
      screen,
      samples: (coalesced.length > 0 ? coalesced : [event]).map(sampleOf),
      predicted: predicted.map(sampleOf),
      device: deviceOf(event),
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
    }
  }
}

function deviceOf(event: PointerEvent): Device {
  return event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse'
}
