import { AppError, type ErrorCode } from '../errors.ts'
import { Emitter, Value, type Dispose, type ReadonlyValue } from '../emitter.ts'
import { RECORD_ID_LENGTH, randomId } from '../ids.ts'
import { assertAddressee, assertValid, recordIdOf, type Operation } from '../model/operations.ts'
import { cleanName, EVERYONE, type ChatMessage, type Member } from '../model/people.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import type { ReadonlyStore } from '../model/store.ts'
import { TopZ } from '../model/z-order.ts'
import { encodeClientMessage, type ClientMessage } from '../wire/client-messages.ts'
import { decodeHostMessage, type HostMessage, type WireEntry } from '../wire/host-messages.ts'
import type { RelayedLive } from '../wire/live-codec.ts'
import { CLOSE, WIRE_VERSION } from '../wire/protocol.ts'
import { refusingClose } from '../wire/refusal.ts'
import { ChatLog } from './chat-log.ts'
import { ClientBlobs } from './client-blobs.ts'
import { ClientStatus } from './client-status.ts'
import { EditDraft } from './edit-draft.ts'
import { InkPacer } from './ink-pacer.ts'
import { LiveInkStore } from './live-ink.ts'
import { OptimisticBoard, type Accepted } from './optimistic-board.ts'
import { Outbox, type Lift } from './outbox.ts'
import { OutboxFlow } from './outbox-flow.ts'
import { OwnStroke } from './own-stroke.ts'
import { OwnPresence } from './own-presence.ts'
import { RemotePresence } from './remote-presence.ts'
import type { Person, RoomClientOptions } from './room-client-options.ts'
import { RoomConnection } from './room-connection.ts'
import type { RemotePointer, RoomStatus, RoomView, StrokeHandle, StrokeStyle, Transaction } from './room-view.ts'
import { StepMover } from './step-mover.ts'
import { UndoStack } from './undo.ts'
import { UnsentWork } from './unsent-work.ts'
import { wholeOperation } from './whole-operation.ts'

export type { Person, RoomClientOptions } from './room-client-options.ts'

/** The client's side of a room. Rules in SPEC.md. It needs no DOM: bots and benchmarks use it too. */
export class RoomClient implements RoomView {
  readonly #options: RoomClientOptions
  readonly #connection: RoomConnection
  readonly #board = new OptimisticBoard()
  readonly #outbox = new Outbox()
  readonly #unsent: UnsentWork
  readonly #undo = new UndoStack()
  readonly #steps: StepMover
  readonly #flow: OutboxFlow
  readonly #topZ = new TopZ()
  readonly #refused = new Emitter<string>()
  readonly live = new LiveInkStore()
  readonly blobs: ClientBlobs

  readonly #roomName = new Value('')
  readonly #status = new ClientStatus()
  readonly #unsaved = new Value(0)
  readonly #me = new Value(0)
  readonly #members = new Value<readonly Member[]>([])
  readonly #chat = new ChatLog()
  readonly #checked = new Value<string | null>(null)
  readonly #others = new RemotePresence(this.#board.store)

  readonly roomName: ReadonlyValue<string> = this.#roomName
  readonly status: ReadonlyValue<RoomStatus> = this.#status.value
  readonly unsaved: ReadonlyValue<number> = this.#unsaved
  readonly me: ReadonlyValue<number> = this.#me
  readonly members: ReadonlyValue<readonly Member[]> = this.#members
  readonly chat: ReadonlyValue<readonly ChatMessage[]> = this.#chat.value
  readonly checked: ReadonlyValue<string | null> = this.#checked
  readonly pointers: ReadonlyValue<readonly RemotePointer[]> = this.#others.pointers.value
  readonly sketches = this.#others.sketches
  readonly whereabouts: ReadonlyValue<ReadonlyMap<number, RecordId>> = this.#others.pointers.pages
  readonly store: ReadonlyStore = this.#board.store
  readonly canUndo: ReadonlyValue<boolean> = this.#undo.canUndo
  readonly canRedo: ReadonlyValue<boolean> = this.#undo.canRedo

  #person: Person
  #epoch = ''
  #seq = 0
  #head = 0
  #client = 0
  /** Which connection this is, the first being 1. */
  #connectionCount = 0
  /** False from the opening of a connection to its welcome: nothing may be sent. */
  #welcomed = false
  #snapshotLeft = false
  #strokeCount = 0
  /** Entries that wait for the ink of the first of them. */
  #inbound: WireEntry[] = []
  #asked = 0
  readonly #own: OwnPresence
  readonly #ink: InkPacer
  #closed = false

  constructor(options: RoomClientOptions) {
    this.#options = options
    this.#person = options.person
    const { journal, clock, random } = options
    this.#unsent = new UnsentWork({ outbox: this.#outbox, journal, clock, random })
    this.#steps = new StepMover(this.#undo, this.store, clock, (operations) => this.#submit(operations, null))
    this.blobs = new ClientBlobs(options, {
      send: (message) => this.#send(message),
      onRefused: (sentence) => this.#refused.emit(sentence),
    })
    const chance = (): number => options.random(1)[0]! / 256
    this.#own = new OwnPresence({
      clock,
      store: this.store,
      send: (message) => this.#send(message),
      isSettled: () => this.#outbox.size === 0,
    })
    this.#ink = new InkPacer(
      clock,
      () => this.live.othersDrawing,
      (events) => this.#send({ kind: 'live', events }),
    )
    this.#connection = new RoomConnection(options.dial, options.clock, chance, {
      opened: () => this.#greet(),
      message: (frame) => this.#receive(frame),
      lost: (sentence) => this.#lost(sentence),
      failed: (code, sentence) => this.#failed(code, sentence),
    })
    this.#flow = new OutboxFlow(this.#outbox, this.#connection, () => this.#line())
    this.#board.store.onChange((changes) => {
      for (const { after } of changes) if (after !== undefined) this.#topZ.see(after.z)
    })
    this.#restore()
  }

  /** Position in the log up to which this client has everything. */
  get seq(): number {
    return this.#seq
  }

  /** Connects. */
  start(): void {
    this.#connection.start()
  }

  /** Leaves the room. */
  dispose(): void {
    this.#steps.finish()
    if (!this.#closed) this.#unsent.keep()
    this.#closed = true
    this.blobs.dispose()
    this.#own.dispose()
    this.#ink.clear()
    this.#connection.dispose()
  }

  onRefused(listener: (sentence: string) => void): Dispose {
    return this.#refused.on(listener)
  }

  setPerson(name: string, color: number): void {
    this.#person = { ...this.#person, name, color }
    if (this.#welcomed) this.#send({ kind: 'profile', name, color })
  }

  edit(change: (transaction: Transaction) => void, gesture: symbol | null = null): void {
    this.#steps.finish()
    const draft = new EditDraft((id) => this.store.get(id), this.#me.get())
    change(draft)
    this.#undo.push(draft.deeds(), gesture)
    this.#submit(draft.operations, null)
  }

  beginStroke(style: StrokeStyle, origin: { readonly x: number; readonly y: number }): StrokeHandle {
    return new OwnStroke(style, origin, {
      newId: () => this.newRecordId(),
      nextStroke: () => ++this.#strokeCount,
      connection: () => this.#line(),
      show: (begin) => this.live.beginOwn(begin, this.#me.get()),
      hide: (id) => this.live.endById(id),
      send: (event) => this.#ink.add(event),
      remove: (id) => this.#submit([{ kind: 'remove', id }], null),
      finish: (writer, lift) => {
        const record = writer.finish(this.zAbove(), this.#me.get())
        this.#steps.finish()
        this.#undo.push([{ id: record.id, before: undefined, after: record }])
        // The lift is told of points that have to be there before it.
        this.#ink.flush()
        this.#submit([{ kind: 'put', record }], lift)
      },
    })
  }

  undo(): void {
    this.#steps.undo()
  }

  redo(): void {
    this.#steps.redo()
  }

  takeBack(gesture: symbol): void {
    this.#steps.finish()
    this.#submit(
      this.#undo.takeBack(gesture, (id) => this.store.get(id)),
      null,
    )
  }

  zAbove(): string {
    const z = this.#topZ.above()
    // The next one goes above this one, even before it is in the store.
    this.#topZ.see(z)
    return z
  }

  newRecordId(): RecordId {
    return randomId(this.#options.random, RECORD_ID_LENGTH)
  }

  say(text: string, to: number = EVERYONE): void {
    const operation = { kind: 'say', text: text.trim().toWellFormed(), to } as const
    assertValid(operation, undefined)
    assertAddressee(operation, this.#me.get(), (number) => this.#members.get().some((known) => known.number === number))
    this.#submit([operation], null)
    this.#tellChat()
  }

  renameRoom(name: string): void {
    const operation: Operation = { kind: 'rename', name: cleanName(name) }
    assertValid(operation, undefined)
    this.#submit([operation], null)
    this.#roomName.set(operation.name)
  }

  movePointer(position: { readonly x: number; readonly y: number } | null, page: RecordId = ''): void {
    this.#own.point({ page, position })
  }

  sketch(records: readonly BoardRecord[], instead: readonly BoardRecord[] = []): void {
    this.#own.sketch(records, instead)
  }

  #submit(operations: readonly Operation[], lift: Lift | null): void {
    if (operations.length === 0) return
    const pending = this.#outbox.add(operations, lift)
    this.#board.addPending(pending)
    this.#countUnsaved()
    this.#unsent.added(this.#welcomed)
  }

  #restore(): void {
    const kept = this.#unsent.restore()
    if (kept === null) return
    this.#board.addPending(kept)
    this.#countUnsaved()
    // Others may still wait for ink of strokes that this client numbered before it was closed: far from those.
    const [high = 0, middle = 0, low = 0] = this.#options.random(3)
    this.#strokeCount = (high << 16) | (middle << 8) | low
  }

  #countUnsaved(): void {
    this.#unsaved.set(this.#outbox.size)
    this.#flow.go()
    this.#unsent.settled()
    this.#own.settled()
  }

  /** Which connection something said now goes out on; 0 for none. */
  #line(): number {
    return this.#welcomed ? this.#connectionCount : 0
  }

  #send(message: ClientMessage): void {
    if (this.#welcomed) this.#connection.send(encodeClientMessage(message))
  }

  #greet(): void {
    this.#connectionCount += 1
    const resume = this.#epoch === '' || this.#snapshotLeft ? null : { epoch: this.#epoch, seq: this.#seq }
    const greeting = {
      kind: 'hello',
      version: WIRE_VERSION,
      clientId: this.#unsent.clientId,
      ...this.#person,
      resume,
    } as const
    this.#connection.send(encodeClientMessage(greeting))
  }

  #receive(frame: Uint8Array): void {
    try {
      this.#take(decodeHostMessage(frame))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // A member that no longer understands its host starts over from a snapshot.
      this.#epoch = ''
      const { code, reason } = refusingClose(error) ?? { code: CLOSE.malformed, reason: error.message }
      this.#connection.restart(code, reason)
    }
  }

  #take(message: HostMessage): void {
    switch (message.kind) {
      case 'welcome':
        return this.#welcome(message)
      case 'snapshot':
        return this.#takeSnapshot(message.records, message.last)
      case 'chat':
        this.#chat.replace(message.messages)
        return this.#tellChat()
      case 'tick':
        this.#takeLive(message.live)
        this.#others.point(message.pointers, this.#client)
        this.#assertFollows(message.entries)
        this.#inbound.push(...message.entries)
        return this.#settle()
      case 'present':
        this.live.forgetOthers()
        this.#others.clear()
        this.#takeLive(message.live)
        return this.#others.point(message.pointers, this.#client)
      case 'sketch':
        return this.#others.sketch(message, this.#client)
      case 'hash':
        return this.#compare(message)
      case 'answer':
        return this.#takeAnswer(message)
      case 'people':
        return this.#members.set(message.members)
      case 'refused':
        return this.#takeRefusal(message.n, message.sentence)
      case 'trouble':
        this.#status.setTrouble(message.sentence)
        return this.#tellStatus()
      case 'pong':
        return
      case 'blob':
      case 'want':
      case 'coming':
      case 'piece':
      case 'unwanted':
        this.blobs.take(message)
    }
  }

  #welcome(welcome: Extract<HostMessage, { kind: 'welcome' }>): void {
    this.#roomName.set(welcome.roomName)
    this.#epoch = welcome.epoch
    this.#seq = welcome.seq
    this.#head = welcome.head
    this.#client = welcome.client
    // Numbers were given anew: who is here has others than those that are known.
    if (this.#me.get() !== welcome.member) this.#members.set([])
    this.#me.set(welcome.member)
    this.#inbound = []
    this.#asked = 0
    this.#status.welcomed(welcome.snapshot)
    this.live.forgetOthers()
    this.#others.clear()
    this.#welcomed = true
    if (welcome.snapshot !== null) {
      this.#snapshotLeft = true
      // The snapshot or the log after it brings what the host already has.
      this.#board.drop(this.#outbox.removeThrough(welcome.lastN))
      this.#board.beginSnapshot()
    } else this.#tellStatus()
    this.#outbox.raise(welcome.lastN)
    this.#flow.begin(welcome.lastN)
    this.#countUnsaved()
    this.blobs.connected()
    this.#own.again()
  }

  #takeLive(events: readonly RelayedLive[]): void {
    for (const live of events) if (live.client !== this.#client) this.live.apply(live)
  }

  #takeSnapshot(records: readonly BoardRecord[], last: boolean): void {
    this.#board.addSnapshot(records)
    if (!last) return this.#status.loaded(records.length)
    this.#board.endSnapshot()
    this.#snapshotLeft = false
    this.#tellStatus()
  }

  /** @throws AppError `room/gap` when entries do not follow those that are here */
  #assertFollows([first]: readonly WireEntry[]): void {
    const last = this.#inbound.at(-1)?.seq ?? this.#seq
    if (first === undefined || (first.seq === last + 1 && !this.#snapshotLeft)) return
    throw new AppError('room/gap', 'Something that was drawn did not arrive.')
  }

  /** Applies the entries that are whole, up to one whose ink was missed; for that it asks. */
  #settle(): void {
    const accepted: Accepted[] = []
    const ended: { entry: WireEntry; record: BoardRecord }[] = []
    let chatChanged = false
    let at = 0
    for (; at < this.#inbound.length; at++) {
      const entry = this.#inbound[at]!
      const isOwn = entry.client === this.#client && entry.n > 0
      const operation = wholeOperation(entry, isOwn ? this.#outbox.find(entry.n)?.operation : undefined, this.live)
      if (operation === null) break
      if (isOwn) this.#dropOvertaken(entry.n)
      const acknowledged = isOwn ? (this.#outbox.remove(entry.n) ?? null) : null
      if (operation.kind !== 'hidden') accepted.push({ operation, own: acknowledged })
      if (operation.kind === 'void' && acknowledged !== null)
        this.#undo.cameTooLate(recordIdOf(acknowledged.operation) ?? '')
      if (operation.kind === 'put') ended.push({ entry, record: operation.record })
      if (operation.kind === 'rename') this.#roomName.set(operation.name)
      if (operation.kind === 'say') {
        this.#chat.add(entry, operation)
        chatChanged = true
      }
      this.#seq = entry.seq
    }
    this.#inbound.splice(0, at)
    this.#undo.tookAway(this.#board.accept(accepted))
    for (const { entry, record } of ended) {
      if (entry.operation.kind === 'lift') this.live.ended(entry.client, entry.operation.stroke)
      this.live.becameRecord(record.id)
    }
    if (chatChanged) this.#tellChat()
    this.#countUnsaved()
    this.#ask()
    this.#tellStatus()
  }

  /** A client's entries ascend: what has been passed over was refused while nobody could be told. */
  #dropOvertaken(n: number): void {
    const refused = this.#outbox.removeThrough(n - 1)
    if (refused.length === 0) return
    this.#board.drop(refused)
    this.#tellChat()
    this.#refused.emit('Something you did could not be kept by the host of this board.')
  }

  #ask(): void {
    const first = this.#inbound[0]
    if (first === undefined || this.#asked === first.seq) return
    this.#asked = first.seq
    this.#send({ kind: 'ask', seq: first.seq })
  }

  #takeAnswer({ entry }: Extract<HostMessage, { kind: 'answer' }>): void {
    const first = this.#inbound[0]
    if (entry === null) throw new AppError('room/gap', 'Something that was drawn did not arrive.')
    if (entry.seq !== first?.seq) return
    if (first.operation.kind === 'lift') this.live.ended(first.client, first.operation.stroke)
    this.#inbound[0] = entry
    this.#settle()
  }

  /** Proof that this member has the same board as its host. One that differs starts over from a snapshot. */
  #compare({ seq, hash }: Extract<HostMessage, { kind: 'hash' }>): void {
    if (seq !== this.#seq || this.#snapshotLeft) return
    const own = this.#board.hash()
    if (own === null || own === hash) {
      if (own !== null) this.#checked.set(hash)
      return
    }
    this.#options.onProblem?.(
      new AppError('room/diverged', `The board differs from its host's at ${seq}: ${own}, not ${hash}.`),
    )
    this.#epoch = ''
    this.#connection.restart(CLOSE.broken, 'The board differs from that of the host.')
  }

  #takeRefusal(n: number, sentence: string): void {
    const refused = this.#outbox.remove(n)
    if (refused === undefined) return
    this.#board.drop([refused])
    this.#countUnsaved()
    this.#tellChat()
    this.#refused.emit(sentence)
  }

  #tellChat(): void {
    this.#chat.tell(this.#outbox.values(), { me: this.#me.get(), at: this.#options.wallClock() })
  }

  #tellStatus(): void {
    if (!this.#closed && this.#welcomed && !this.#snapshotLeft) this.#status.tell(this.#seq >= this.#head)
  }

  #lost(sentence: string): void {
    this.#welcomed = false
    this.#ink.clear()
    this.#unsent.keep()
    this.blobs.lost()
    this.#others.clear()
    this.#members.update((members) =>
      members.map((member) => ({ ...member, online: member.number === this.#me.get() })),
    )
    this.#status.lost(sentence)
  }

  #failed(code: ErrorCode, sentence: string): void {
    this.#welcomed = false
    this.#closed = true
    this.#ink.clear()
    this.#unsent.stop()
    this.#status.failed(code, sentence)
  }
}
