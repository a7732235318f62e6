import { openAccount, signedInMember } from '../../../gateway/test/users/accounts.ts'
import { type ConsolePage, type Look, openPage, openPageOf, settled, type World } from '../world.ts'
import { keysScenes, prepareKeys } from './keys.ts'
import type { Made, Scene } from './scene.ts'
import { signInScenes } from './sign-in.ts'

// One line for each area of screens.
export const scenes: readonly Scene[] = [...signInScenes, ...keysScenes]
const preparations = [prepareKeys]

/** Settings of the gateway under which every screen is there. */
export const SETTINGS: Record<string, string> = { OPERATORS: 'operator@example.com' }

export async function prepareScenes(world: World): Promise<Made> {
  const root = await openAccount(world.test, 'Northwind Traders')
  const newcomer = await openAccount(world.test, 'Fresh Start')
  const made: Made = { world, root, newcomer, ids: {} }
  for (const prepare of preparations) await prepare(made)
  return made
}

/** Opens a scene: signed in, at its address, after what is done there. */
export async function openScene(made: Made, scene: Scene, look: Look): Promise<ConsolePage> {
  const path = typeof scene.path === 'string' ? scene.path : scene.path(made)
  const opened = await open()
  await settled(opened)
  await scene.act?.(opened.page)
  return opened

  async function open(): Promise<ConsolePage> {
    const { world, root, newcomer } = made
    if (scene.as === 'nobody') return openPage(world, path, look)
    if (scene.as === 'root') return openPageOf(world, root, path, look)
    if (scene.as === 'newcomer') return openPageOf(world, newcomer, path, look)
    return openPageOf(world, await signedInMember(world.test, root, { role: scene.as }), path, look)
  }
}
