import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openScene, prepareScenes, SETTINGS, scenes } from '../test/scenes/all.ts'
import type { Made, Scene } from '../test/scenes/scene.ts'
import { openWorld } from '../test/world.ts'

const HELP = `Usage: npm run console:pictures [-- --only <part of a name>[,<another>] --looks <look>[,<another>] --brand <folder>]

Draws every screen of the console, light and dark, wide and at 320 px, to packages/console/pictures.
Looks: light-1280, dark-1280, light-320, dark-320. With --brand, the gateway has that BRANDING_DIR.
`

const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 320 },
  { theme: 'dark', width: 320 },
] as const

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    looks: { type: 'string' },
    brand: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help) process.stdout.write(HELP)
else await draw(values.only ?? '', values.looks ?? '', values.brand)

async function draw(only: string, looks: string, brand?: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../pictures')
  if (only === '') await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const world = await openWorld({
    ...SETTINGS,
    ...(brand && { BRANDING_DIR: path.resolve(brand), APP_NAME: 'Northwind' }),
  })
  try {
    const made = await prepareScenes(world)
    for (const scene of scenes.filter(({ name }) => only.split(',').some((part) => name.includes(part)))) {
      for (const look of LOOKS.filter(({ theme, width }) => looks === '' || looks.includes(`${theme}-${width}`))) {
        const file = path.join(folder, `${scene.name}-${look.theme}-${look.width}.png`)
        // One that fails stops no other.
        await drawScene(made, scene, look, file).catch((error: unknown) => {
          process.exitCode = 1
          process.stdout.write(`${scene.name} failed: ${String(error)}\n`)
        })
      }
    }
  } finally {
    await world.close()
  }
}

async function drawScene(made: Made, scene: Scene, look: (typeof LOOKS)[number], file: string): Promise<void> {
  const opened = await openScene(made, scene, look)
  // What floats is drawn over what is seen, not over what lies below it.
  const floats = (await opened.page.getByRole('dialog').count()) > 0
  if (!floats) await opened.page.evaluate('scrollTo(0, 0)')
  await opened.page.screenshot({ path: file, fullPage: !floats })
  process.stdout.write(`${path.relative(process.cwd(), file)}\n`)
  for (const problem of opened.problems) process.stdout.write(`  ${problem}\n`)
}
