import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openScene, prepareScenes, SETTINGS, scenes } from '../test/scenes/all.ts'
import { openWorld } from '../test/world.ts'

const HELP = `Usage: npm run console:pictures [-- --only <part of a name>[,<another>]]

Draws every screen of the console, light and dark, wide and at 320 px, to packages/console/pictures.
`

const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 320 },
  { theme: 'dark', width: 320 },
] as const

const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } })
if (values.help) process.stdout.write(HELP)
else await draw(values.only ?? '')

async function draw(only: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../pictures')
  if (only === '') await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const world = await openWorld(SETTINGS)
  try {
    const made = await prepareScenes(world)
    for (const scene of scenes.filter(({ name }) => only.split(',').some((part) => name.includes(part)))) {
      for (const look of LOOKS) {
        const opened = await openScene(made, scene, look)
        const file = path.join(folder, `${scene.name}-${look.theme}-${look.width}.png`)
        await opened.page.screenshot({ path: file, fullPage: true })
        process.stdout.write(`${path.relative(process.cwd(), file)}\n`)
        for (const problem of opened.problems) process.stdout.write(`  ${problem}\n`)
      }
    }
  } finally {
    await world.close()
  }
}
