import type { BrowserContext } from 'playwright-core'
import { openAccount, signedInMember } from '../../../gateway/test/users/accounts.ts'
import { type ConsolePage, type Look, openPage, openProfile, settled, signInTo, type World } from '../world.ts'
import { accountScenes, prepareAccount } from './account.ts'
import { adminScenes, prepareAdmin } from './admin.ts'
import { connectScenes, prepareConnect } from './connect.ts'
import { deviceScenes } from './device.ts'
import { embedScenes, prepareEmbed } from './embed.ts'
import { keysScenes, prepareKeys } from './keys.ts'
import type { Made, Scene } from './scene.ts'
import { signInScenes } from './sign-in.ts'

// One line for each area of screens.
export const scenes: readonly Scene[] = [
  ...signInScenes,
  ...accountScenes,
  ...adminScenes,
  ...deviceScenes,
  ...keysScenes,
  ...connectScenes,
  ...embedScenes,
]
const preparations = [prepareAccount, prepareKeys, prepareAdmin, prepareConnect, prepareEmbed]

/** Settings of the gateway under which every screen is there. */
export const SETTINGS: Record<string, string> = {
  OPERATORS: 'operator@example.com',
  // Nothing listens there: the bus is configured, and cannot be reached.
  NATS_URL: 'nats://127.0.0.1:9',
}

export async function prepareScenes(world: World): Promise<Made> {
  const root = await openAccount(world.test, 'Northwind Traders')
  const newcomer = await openAccount(world.test, 'Fresh Start')
  const made: Made = { world, root, newcomer, others: {}, ids: {}, pages: new Map() }
  for (const prepare of preparations) await prepare(made)
  return made
}

/**
 * Opens a scene: signed in, at its address, after what is done there. Each who looks has one page for each look, which
 * goes from scene to scene: a new one for each would cost more than all that is checked in it.
 */
export async function openScene(made: Made, scene: Scene, look: Look): Promise<ConsolePage> {
  const path = typeof scene.path === 'string' ? scene.path : scene.path(made)
  const key = `${scene.as} ${look.theme} ${look.width}`
  const kept = made.pages.get(key)
  const opened = kept ?? (await openPage(made.world, path, look, await profileOf(made, scene.as, look)))
  made.pages.set(key, opened)
  if (kept) {
    await kept.page.unrouteAll()
    kept.problems.length = 0
    await kept.page.goto(`${made.world.origin}/console${path}`)
  }
  await settled(opened)
  await scene.act?.(opened.page, made)
  return opened
}

async function profileOf(
  { world, root, newcomer, others }: Made,
  who: Scene['as'],
  look: Look,
): Promise<BrowserContext> {
  const context = await openProfile(world, look)
  if (who === 'nobody') return context
  if (who === 'closing' || who === 'operator') {
    const other = others[who]
    if (!other) throw new Error(`nobody has made ${who}`)
    await signInTo(context, world, other, other.codes?.pop())
  } else if (who === 'root' || who === 'newcomer') await signInTo(context, world, who === 'root' ? root : newcomer)
  else await signInTo(context, world, await signedInMember(world.test, root, { role: who }))
  return context
}
