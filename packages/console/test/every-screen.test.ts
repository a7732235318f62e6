import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openScene, prepareScenes, SETTINGS, scenes } from './scenes/all.ts'
import type { Made } from './scenes/scene.ts'
import { accessibilityProblems, openWorld, scrollsSideways, type World } from './world.ts'

// What depends on colours and sizes is asked in both looks, everything else once.
const LOOKS = [
  { theme: 'light', width: 1280, rules: undefined },
  { theme: 'dark', width: 320, rules: ['color-contrast', 'target-size', 'link-in-text-block'] },
] as const

const checked = scenes.filter(({ pictureOnly }) => !pictureOnly)

describeWithProgram('chromium', 'every screen of the console', () => {
  let world: World
  let made: Made
  beforeAll(async () => {
    world = await openWorld(SETTINGS)
    made = await prepareScenes(world)
  })
  afterAll(() => world?.close())

  it.each(checked)('$name: accessible, within its bounds, and as the policy allows', async (scene) => {
    for (const look of LOOKS) {
      const opened = await openScene(made, scene, look)
      expect(await accessibilityProblems(opened, look.rules), `${look.theme}, ${look.width} px`).toEqual([])
      expect(await scrollsSideways(opened), `scrolls sideways at ${look.width} px`).toBe(false)
      expect(await opened.page.title()).toContain(' · Quiva Gateway')
      expect(opened.problems).toEqual([])
      await opened.page.close()
    }
  })
})
