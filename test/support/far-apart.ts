import type { TestContext } from 'vitest'
import { proxiedCable, virtualCable, type Cable } from './cable.ts'
import { FarRoom } from './far-room.ts'
import type { RemoteMember } from './remote-member.ts'

/** Ada at the host's end of a cable and Ben at the far one, both in its room. */
export interface FarApart {
  readonly cable: Cable
  readonly room: FarRoom
  readonly ada: RemoteMember
  readonly ben: RemoteMember
  /** Until each of them is connected and sees the other. */
  readonly together: () => Promise<void>
}

/**
 * Two people far apart and together, until the test is over. Where no such cable can be laid the test is skipped.
 * @param cable a virtual one that is really pulled, or a proxy that does so in one of its ways
 */
export async function farApart(context: TestContext, kind: 'virtual' | 'silent' | 'broken'): Promise<FarApart> {
  const cable = kind === 'virtual' ? await virtualCable() : proxiedCable(kind)
  if ('because' in cable) return context.skip(cable.because)
  const room = await FarRoom.open(cable)
  context.onTestFinished(() => room.dispose())
  const ada = room.enter('Ada', 'near')
  const ben = room.enter('Ben', 'far')
  const together = async (): Promise<void> => {
    for (const member of [ada, ben]) await member.until({ status: 'live', online: ['Ada', 'Ben'] })
  }
  await together()
  return { cable, room, ada, ben, together }
}
