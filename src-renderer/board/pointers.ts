import type { Member } from '#shared/model/people.ts'
import type { RemotePointer, RoomView } from '#shared/sync/room-view.ts'
import type { Dispose } from '#shared/emitter.ts'
import type { View } from './camera.ts'
import styles from './pointers.module.css'

const SVG = 'http://www.w3.org/2000/svg'
const ARROW = 'M3 2.5 L16.5 8.6 L10.4 10.6 L8 16.6 Z'

interface Shown {
  readonly element: HTMLElement
  readonly name: HTMLElement
  at: RemotePointer
}

/** Others' pointers over the board, with their names. */
export class Pointers {
  readonly #layer: HTMLElement
  readonly #room: RoomView
  readonly #shown = new Map<string, Shown>()
  readonly #stop: Dispose[]
  #view: View = { scale: 1, x: 0, y: 0 }
  #density = 1

  constructor(host: HTMLElement, room: RoomView) {
    this.#room = room
    this.#layer = host.ownerDocument.createElement('div')
    this.#layer.className = styles['layer'] ?? ''
    this.#layer.setAttribute('aria-hidden', 'true')
    host.append(this.#layer)
    this.#stop = [room.pointers.subscribe(() => this.#update()), room.members.subscribe(() => this.#update())]
    this.#update()
  }

  look(view: View, density: number): void {
    this.#view = view
    this.#density = density
    for (const shown of this.#shown.values()) this.#place(shown)
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
    this.#layer.remove()
  }

  #update(): void {
    const people = new Map(this.#room.members.get().map((member) => [member.number, member]))
    const gone = new Set(this.#shown.keys())
    for (const pointer of this.#room.pointers.get()) {
      const key = `${pointer.member}.${pointer.client}`
      gone.delete(key)
      let shown = this.#shown.get(key)
      if (shown === undefined) this.#shown.set(key, (shown = this.#make(pointer)))
      shown.at = pointer
      dress(shown, people.get(pointer.member))
      this.#place(shown)
    }
    for (const key of gone) {
      this.#shown.get(key)?.element.remove()
      this.#shown.delete(key)
    }
  }

  #make(at: RemotePointer): Shown {
    const page = this.#layer.ownerDocument
    const element = page.createElement('div')
    element.className = styles['pointer'] ?? ''
    const arrow = page.createElementNS(SVG, 'svg')
    arrow.setAttribute('viewBox', '0 0 20 20')
    arrow.setAttribute('class', styles['arrow'] ?? '')
    const path = page.createElementNS(SVG, 'path')
    path.setAttribute('d', ARROW)
    arrow.append(path)
    const name = page.createElement('span')
    name.className = styles['name'] ?? ''
    name.dir = 'auto'
    element.append(arrow, name)
    this.#layer.append(element)
    return { element, name, at }
  }

  #place({ element, at }: Shown): void {
    const x = (at.x * this.#view.scale + this.#view.x) / this.#density
    const y = (at.y * this.#view.scale + this.#view.y) / this.#density
    // The arrow's tip is a little inside its picture.
    element.style.transform = `translate(${Math.round(x - 3)}px, ${Math.round(y - 2.5)}px)`
  }
}

function dress({ element, name }: Shown, member: Member | undefined): void {
  const color = member?.color ?? 0
  element.style.setProperty('--person', `var(--person-${color})`)
  element.style.setProperty('--person-text', `var(--person-${color}-text)`)
  const text = member?.name ?? ''
  if (name.textContent !== text) name.textContent = text
  name.hidden = text === ''
}
