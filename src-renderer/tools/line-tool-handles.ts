import { readPath } from '#shared/model/paths.ts'
import { patched, type LineRecord, type RecordPatch } from '#shared/model/records.ts'
import {
  fasten,
  fastened,
  fasteningOf,
  pathThrough,
  placesOf,
  withEndsAt,
  type LineEnd,
} from '#renderer/board/bindings.ts'
import { isRouted, type Holds } from '#renderer/board/bindings-elbows.ts'
import { endsTowards, holdsOf, standingLine } from '#renderer/board/bindings-standing.ts'
import { isHeld, type HeldPlace } from './held-place.ts'
import { canGo, handleAt, handlesOf, type LineHandle } from './line-handles.ts'
import { atStep } from './line-tool.ts'
import { onGrid } from './on-grid.ts'
import {
  HIT_RADIUS,
  hitRadius,
  strayed,
  type Place,
  type Taker,
  type Tool,
  type ToolContext,
  type ToolId,
  type ToolInput,
} from './tool.ts'

/** CSS pixels that a finger's or mouse's reach goes beyond what counts as a hit: handles are small. */
const REACH = 4

interface Dragging {
  readonly line: LineRecord
  readonly handle: LineHandle
  readonly screen: Place
  patch: RecordPatch | null
}

/** The select tool, and before it the handles of a single selected line: drags its ends and the places of its path. */
export class LineHandlesTool implements Tool {
  readonly forPen = false
  readonly #context: ToolContext
  readonly #select: Tool
  #dragging: Dragging | null = null
  /** The place that was pressed last. */
  #held: HeldPlace | null = null

  constructor(context: ToolContext, select: Tool) {
    this.#context = context
    this.#select = select
  }

  get id(): ToolId {
    return this.#select.id
  }

  get cursor(): string {
    return this.#select.cursor
  }

  cursorAt(at: Place): string | null {
    return this.#handleAt(at, HIT_RADIUS) === null ? null : 'move'
  }

  down(input: ToolInput): Taker {
    const handle = this.#handleAt(input.at, hitRadius(input))
    const line = this.#line()
    this.#hold(line, handle)
    if (handle === null || line === null) return this.#select.down(input)
    this.#dragging = { line, handle, screen: input.screen, patch: null }
    return 'tool'
  }

  move(input: ToolInput): void {
    const dragging = this.#dragging
    if (dragging === null) return this.#select.move(input)
    if (dragging.patch === null && !strayed(dragging.screen, input.screen)) return
    const patch = this.#patch(dragging, input)
    if (patch === null) return
    dragging.patch = patch
    this.#context.sketch([patched(dragging.line, patch)])
  }

  up(input: ToolInput): void {
    const dragging = this.#dragging
    if (dragging === null) return this.#select.up(input)
    this.#dragging = null
    const { patch, line, handle } = dragging
    if (patch !== null) this.#edit(line, patch)
    this.#clear()
    const { index } = handle
    // What was made or moved is in hand; what was put onto its neighbour is no more.
    const isLess = patch?.path !== undefined && countOf(patch.path) < countOf(line.path)
    this.#hold(
      this.#line(),
      isLess ? null : { ...handle, kind: 'place', index: handle.kind === 'between' ? index + 1 : index },
    )
  }

  /** Takes away the place in hand. Answers whether there was one. */
  remove(): boolean {
    const dragging = this.#dragging
    const line = this.#line()
    if (dragging?.handle.kind === 'between') this.cancel()
    else if (line !== null && isHeld(this.#held, line)) {
      if (dragging !== null) this.cancel()
      this.#take(line, this.#held.index)
    } else return false
    return true
  }

  cancel(): void {
    if (this.#dragging === null) return this.#select.cancel()
    this.#dragging = null
    this.#clear()
  }

  doubleClick(input: ToolInput): void {
    const handle = this.#handleAt(input.at, hitRadius(input))
    const line = this.#line()
    if (handle !== null && line !== null && canGo(line, handle, countOf(line.path))) this.#take(line, handle.index)
    else this.#select.doubleClick?.(input)
  }

  hover(at: Place): void {
    this.#select.hover?.(at)
  }

  finish(keep: boolean): boolean {
    return this.#select.finish?.(keep) ?? false
  }

  #hold(line: LineRecord | null, handle: LineHandle | null): void {
    const isPlace = line !== null && handle !== null && canGo(line, handle, countOf(line.path))
    this.#held = isPlace ? { line: line.id, path: line.path, index: handle.index } : null
    this.#context.showHeld(this.#held)
  }

  #take(line: LineRecord, index: number): void {
    const patch = this.#without(line, index)
    if (patch !== null) this.#edit(line, patch)
    this.#hold(null, null)
  }

  #edit({ id, path }: LineRecord, patch: RecordPatch): void {
    if (Object.keys(patch).length === 1 && patch.path === path) return
    this.#context.room.edit((transaction) => transaction.patch(id, patch))
  }

  #clear(): void {
    this.#context.sketch([])
    this.#context.showTarget(null)
  }

  #line(): LineRecord | null {
    const [id, more] = this.#context.selection()
    const record = id === undefined || more !== undefined ? undefined : this.#context.room.store.get(id)
    return record?.type === 'line' ? record : null
  }

  #handleAt(at: Place, radius: number): LineHandle | null {
    const line = this.#line()
    if (line === null) return null
    const zoom = this.#context.zoom()
    return handleAt(handlesOf([line], zoom), at, (radius + REACH) / zoom)
  }

  /** What dragging a handle makes of the line; null if that would be too much for it. */
  #patch({ line, handle }: Dragging, input: ToolInput): RecordPatch | null {
    const before = placesOf(line)
    const places = [...before]
    const { index } = handle
    const at = (to: Place): void => {
      if (handle.kind === 'between') places.splice(index + 1, 0, to)
      else places[index] = to
    }
    const neighbour =
      before[
        handle.kind === 'between' || index === 0 ? index + (index === 0 && handle.kind === 'place' ? 1 : 0) : index - 1
      ]
    const inSteps = (place: Place): Place => (input.shift && neighbour !== undefined ? atStep(neighbour, place) : place)
    const free = inSteps(onGrid(this.#context, input))
    const end = endOf(line, handle, before.length)
    if (end === null) {
      if (this.#isOnNeighbour(line, handle, inSteps(input.at), input)) {
        return handle.kind === 'between' ? { path: line.path } : this.#without(line, index)
      }
      at(free)
      return this.#pathThrough(line, places)
    }
    const fastening = this.#fastening(line, end, inSteps(input.at), input)
    const held = patched(line, fastening)
    const to = fasteningOf(held, end) === null ? free : inSteps(input.at)
    // A bow keeps its shape, and corners are found anew; other places stay where they were put.
    const isBow = line.bend === 'curved' && before.length === 3
    if (isRouted(line)) places.splice(0, places.length, ...(end === 'start' ? [to, before.at(-1)!] : [before[0]!, to]))
    else if (isBow)
      places.splice(0, 3, ...withEndsAt(before, end === 'start' ? to : before[0]!, end === 'end' ? to : before[2]!))
    else at(to)
    const isDerived = isBow || places.length === 2 || isRouted(held)
    const patch = isDerived ? this.#stretched(held, places) : this.#pathThrough(held, places)
    return patch === null ? null : { ...fastening, ...patch }
  }

  /** Whether a place that is dragged there falls together with the one before it or after it. */
  #isOnNeighbour(line: LineRecord, handle: LineHandle, to: Place, input: ToolInput): boolean {
    const places = placesOf(line)
    if (handle.kind === 'place' && !canGo(line, handle, places.length)) return false
    const { index } = handle
    const neighbours = handle.kind === 'between' ? [index, index + 1] : [index - 1, index + 1]
    const reach = hitRadius(input) / this.#context.zoom()
    return neighbours.some((i) => {
      const place = places.at(i % places.length)
      return place !== undefined && Math.hypot(place.x - to.x, place.y - to.y) <= reach
    })
  }

  #without(line: LineRecord, index: number): RecordPatch | null {
    const places = placesOf(line).toSpliced(index, 1)
    return places.length === 2 ? this.#stretched(line, places) : this.#pathThrough(line, places)
  }

  /** The path as the line has it that is drawn with these places. */
  #stretched(line: LineRecord, places: readonly Place[]): RecordPatch | null {
    const path = pathThrough(line, places)
    return path === null ? null : { path: standingLine({ ...line, path }, this.#holds(line)).path }
  }

  /** The path through these places, at the ends of which the line reaches what it aims at. */
  #pathThrough(line: LineRecord, places: readonly Place[]): RecordPatch | null {
    const { start, end } = endsTowards(places, this.#holds(line))
    const path = pathThrough(line, line.closed ? places : [start, ...places.slice(1, -1), end])
    return path === null ? null : { path }
  }

  #holds(line: LineRecord): Holds {
    return holdsOf(line, (id) => this.#context.room.store.get(id))
  }

  #fastening(line: LineRecord, end: LineEnd, to: Place, input: ToolInput): RecordPatch {
    const radius = hitRadius(input)
    const target = input.ctrl ? null : this.#context.targetAt(to, radius)
    const other = fasteningOf(line, end === 'start' ? 'end' : 'start')
    const isFree = target === null || target.id === other?.on
    this.#context.showTarget(isFree ? null : target)
    return fastened(end, isFree ? null : fasten(target, to, radius / this.#context.zoom()))
  }
}

/** Which end of an open line a handle is at. */
function endOf({ closed }: LineRecord, { kind, index }: LineHandle, count: number): LineEnd | null {
  if (closed || kind === 'between') return null
  return index === 0 ? 'start' : index === count - 1 ? 'end' : null
}

function countOf(path: string): number {
  return readPath(path)?.length ?? 0
}
