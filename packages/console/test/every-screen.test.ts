import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openScene, prepareScenes, SETTINGS, scenes } from './scenes/all.ts'
import type { Made, Scene } from './scenes/scene.ts'
import { accessibilityProblems, openWorld, scrollsSideways, type World } from './world.ts'

const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 320 },
] as const

/**
 * Every scene in both looks with `EVERY_SCENE=1`, which a change of a screen is tested with (CONTRIBUTING.md). Otherwise,
 * because the suite has little time, the screens as they open, and each in one look, turn by turn.
 */
const everything = process.env.EVERY_SCENE === '1'
const looksOf = (index: number) => (everything ? LOOKS : LOOKS.slice(index % 2, (index % 2) + 1))

const checked: (readonly [name: string, scene: Scene, index: number])[] = scenes
  .filter(({ pictureOnly, act }) => !pictureOnly && (everything || !act))
  .map((scene, index) => [scene.name, scene, index])

describeWithProgram('chromium', 'every screen of the console', () => {
  let world: World
  let made: Made
  beforeAll(async () => {
    world = await openWorld(SETTINGS)
    made = await prepareScenes(world)
  })
  afterAll(() => world?.close())

  it.each(checked)('%s: accessible, within its bounds, and as the policy allows', async (_, scene, index) => {
    for (const look of looksOf(index)) {
      const opened = await openScene(made, scene, look)
      expect(await accessibilityProblems(opened), `${look.theme}, ${look.width} px`).toEqual([])
      expect(await scrollsSideways(opened), `scrolls sideways at ${look.width} px`).toBe(false)
      expect(await opened.page.title()).toContain(' · Quiva Gateway')
      expect(opened.problems).toEqual([])
    }
  })
})
