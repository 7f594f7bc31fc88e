import { parseJoinText } from '#shared/desktop/join-link.ts'
import { Program, temporaryFolder } from '../e2e/support/program.ts'
import type { Cable, Reached } from './cable.ts'
import { RemoteMember } from './remote-member.ts'

interface Place {
  readonly folder: string
  readonly fingerprint: string
  readonly roomId: string
  readonly port: number
  /** How the host is reached from the far end. */
  readonly reached: Reached
}

/** A host as a process at one end of a cable, its one room, and members at either end. */
export class FarRoom {
  readonly #cable: Cable
  readonly #host: Program
  readonly #place: Place
  readonly #dispose: () => Promise<void>
  readonly #members: RemoteMember[] = []

  private constructor(cable: Cable, host: Program, place: Place, dispose: () => Promise<void>) {
    this.#cable = cable
    this.#host = host
    this.#place = place
    this.#dispose = dispose
  }

  /** @param cable goes with it */
  static async open(cable: Cable): Promise<FarRoom> {
    const folder = temporaryFolder()
    const args = ['host', '--name', 'Atelier', '--port', '0', '--data', folder.path, '--json']
    const host = Program.run(args, cable.near)
    const dispose = async (): Promise<void> => {
      await host.stop()
      await cable.remove()
      folder.remove()
    }
    try {
      const { rooms } = await host.report<{ readonly rooms: readonly { readonly link: string }[] }>()
      const { endpoints, fingerprint, roomId } = parseJoinText(rooms[0]!.link)
      const { port } = endpoints[0]!
      const reached = await cable.reach(port)
      const place = { folder: folder.path, fingerprint: fingerprint!, roomId: roomId!, port, reached }
      return new FarRoom(cable, host, place, dispose)
    } catch (error) {
      await dispose()
      throw error
    }
  }

  /** Where the host keeps its boards. */
  get folder(): string {
    return this.#place.folder
  }

  enter(name: string, end: 'near' | 'far'): RemoteMember {
    const { fingerprint, roomId, port, reached } = this.#place
    const where = end === 'near' ? { address: '127.0.0.1', port } : reached
    const member = new RemoteMember({ fingerprint, roomId, name, ...where }, this.#cable[end])
    this.#members.push(member)
    return member
  }

  /** Ends the host as a person does; gives its exit code. */
  async stopHost(): Promise<number | null> {
    return await this.#host.stop()
  }

  async dispose(): Promise<void> {
    for (const member of this.#members.splice(0)) await member.dispose()
    await this.#dispose()
  }
}
