import { AppError } from '../errors.ts'
import { cleanName, type Member } from '../model/people.ts'
import { PERSON_COLOR_COUNT } from '../model/palette.ts'
import { MemberNumbers, type MemberNumbersOptions } from './member-numbers.ts'
import type { StoredClient, StoredMember } from './room-storage.ts'

const MAX_MEMBERS = 10_000
/** From a taken colour to the next to try: all are reached, and neighbours, which look alike, come late. */
const COLOR_STEP = 5

/** Who is and was in a room, and what must be stored of it with the next commit. */
export class RoomPeople {
  readonly #members = new Map<number, StoredMember>()
  readonly #byUser = new Map<string, number>()
  readonly #clients = new Map<string, StoredClient>()
  /** How many connections each member has open. */
  readonly #online = new Map<number, number>()
  /** Who has made something or was written to. The others are forgotten when they leave. */
  readonly #stored = new Set<number>()
  readonly #changed = new Set<number>()
  readonly #numbers: MemberNumbers
  /** Index 0 is the host itself. Those who never drew are not stored, so that indices have gaps. */
  #nextClient: number

  constructor(
    members: readonly StoredMember[],
    clients: readonly StoredClient[],
    numbers: Omit<MemberNumbersOptions, 'isTaken'>,
  ) {
    this.#numbers = new MemberNumbers({ ...numbers, isTaken: (number) => this.#members.has(number) })
    for (const member of members) {
      this.#members.set(member.number, member)
      this.#byUser.set(member.user, member.number)
      this.#stored.add(member.number)
    }
    for (const client of clients) this.#clients.set(client.id, client)
    this.#nextClient = 1 + clients.reduce((highest, { index }) => Math.max(highest, index), 0)
  }

  /**
   * Finds or makes the member a person is in this room.
   * @param proof what shows them to be the same person as last time, or null
   * @throws AppError `join/refused` when the person is known with another proof, `room/too-many-people`
   */
  enter(user: string, proof: Uint8Array | null, name: string, color: number): StoredMember {
    const known = this.#members.get(this.#byUser.get(user) ?? 0)
    if (known !== undefined && known.proof !== null && !equal(known.proof, proof)) {
      throw new AppError('join/refused', 'Someone else is known here by your identity. Ask the host of the board.')
    }
    if (known === undefined && this.#members.size >= MAX_MEMBERS) {
      throw new AppError('room/too-many-people', 'There are too many people on this board. Try again later.')
    }
    const member: StoredMember = {
      number: known?.number ?? this.#numbers.give(user),
      user,
      name: cleanName(name) || 'Guest',
      color: this.#freeColor(known, Math.min(color, PERSON_COLOR_COUNT - 1)),
      proof: known?.proof ?? proof,
    }
    this.#members.set(member.number, member)
    this.#byUser.set(user, member.number)
    this.#changed.add(member.number)
    return member
  }

  /** The colour wished for, unless somebody else who is here has it: then one that nobody has, as long as there are. */
  #freeColor(known: StoredMember | undefined, wanted: number): number {
    const others = Array.from(this.#online.keys()).filter((number) => number !== known?.number)
    const taken = new Set(others.map((number) => this.#members.get(number)?.color))
    const colors = Array.from({ length: PERSON_COLOR_COUNT }, (_, i) => (wanted + COLOR_STEP * i) % PERSON_COLOR_COUNT)
    return [wanted, known?.color ?? wanted, ...colors].find((color) => !taken.has(color)) ?? wanted
  }

  rename(number: number, name: string, color: number): void {
    const member = this.#members.get(number)
    if (member !== undefined) this.enter(member.user, member.proof, name, color)
  }

  has(number: number): boolean {
    return this.#members.has(number)
  }

  arrive(member: number): void {
    this.#online.set(member, (this.#online.get(member) ?? 0) + 1)
  }

  /** @param waiting whether something of theirs has yet to be stored */
  leave(number: number, waiting: boolean): void {
    const left = (this.#online.get(number) ?? 1) - 1
    if (left > 0) {
      this.#online.set(number, left)
      return
    }
    this.#online.delete(number)
    if (!waiting && !this.#stored.has(number)) this.#forget(number)
  }

  #forget(number: number): void {
    const member = this.#members.get(number)
    if (member === undefined) return
    this.#members.delete(number)
    this.#byUser.delete(member.user)
    this.#changed.delete(number)
    for (const [id, client] of this.#clients) if (client.member === number) this.#clients.delete(id)
  }

  get onlineCount(): number {
    return this.#online.size
  }

  /** @throws AppError `join/client-taken` when another person has used this client's id */
  assertOwn(clientId: string, user: string): void {
    const known = this.#clients.get(clientId)
    if (known === undefined || this.#members.get(known.member)?.user === user) return
    throw new AppError('join/client-taken', 'This window belongs to someone else.')
  }

  /** The client with this id, numbered within the room. */
  client(id: string, member: number): StoredClient {
    const known = this.#clients.get(id)
    if (known !== undefined) return known
    const client: StoredClient = { index: this.#nextClient++, id, member, lastN: 0 }
    this.#clients.set(id, client)
    return client
  }

  lastN(clientId: string): number {
    return this.#clients.get(clientId)?.lastN ?? 0
  }

  /** @param isHost whether the member with a number hosts the room */
  list(isHost: (number: number) => boolean): Member[] {
    return Array.from(this.#members.values(), ({ number, name, color }) => ({
      number,
      name,
      color,
      online: this.#online.has(number),
      host: isHost(number),
    }))
  }

  /** Names of those online, newest first. */
  onlineNames(): string[] {
    return Array.from(this.#online.keys(), (number) => this.#members.get(number)?.name ?? '').toReversed()
  }

  /**
   * What the next commit must store: whom something in it concerns, known ones who changed, and the clients with
   * the numbers they will then have.
   * @param people member numbers
   * @param lastNs by client id
   */
  unsaved(
    people: ReadonlySet<number>,
    lastNs: ReadonlyMap<string, number>,
  ): { members: StoredMember[]; clients: StoredClient[] } {
    const known = [...this.#changed].filter((number) => this.#stored.has(number))
    const fresh = [...people].filter((number) => !this.#stored.has(number))
    const members = new Set([...known, ...fresh])
    return { members: Array.from(members, (number) => this.#members.get(number)!), clients: this.#renumbered(lastNs) }
  }

  /** The commit with these numbers is stored. */
  saved(people: ReadonlySet<number>, lastNs: ReadonlyMap<string, number>): void {
    for (const client of this.#renumbered(lastNs)) this.#clients.set(client.id, client)
    for (const number of people) this.#stored.add(number)
    this.#changed.clear()
  }

  #renumbered(lastNs: ReadonlyMap<string, number>): StoredClient[] {
    return Array.from(lastNs, ([id, lastN]) => ({ ...this.#clients.get(id)!, lastN }))
  }
}

function equal(a: Uint8Array, b: Uint8Array | null): boolean {
  if (b === null || a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}
