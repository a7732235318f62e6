import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../packages/gateway/test/engines.ts'
import { runGateway, startGateway } from './process.ts'

const OWN_CACHE = { NODE_COMPILE_CACHE: '' }

describe('a start', () => {
  let place: Place
  beforeEach(async () => {
    place = await openPlace('sqlite')
  })
  afterEach(() => place.remove())

  it('keeps what Node.js compiled in DATA_DIR, for its owner alone, and compiles anew what is damaged there', async () => {
    await (await startGateway(place, OWN_CACHE)).end('SIGTERM')
    const folder = path.join(place.dataDir, 'compiled')
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const [version = ''] = await readdir(folder)
    const files = (await readdir(path.join(folder, version))).map((name) => path.join(folder, version, name))
    expect(files.length).toBeGreaterThan(100)
    for (const file of files) await writeFile(file, 'not compiled code')
    expect(await (await startGateway(place, OWN_CACHE)).end('SIGTERM')).toMatchObject({ code: 0 })
  })

  it('does without where that cannot be written', async () => {
    await writeFile(path.join(place.dataDir, 'compiled'), 'in the way')
    const gateway = await startGateway(place, OWN_CACHE)
    expect(await gateway.end('SIGTERM')).toMatchObject({ code: 0 })
  })
})

it('--help says how to configure the gateway, and leaves nothing behind', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'quiva-help-'))
  const { code, output } = await runGateway({ DATA_DIR: path.join(parent, 'data'), ...OWN_CACHE }, '--help')
  expect([code, output]).toEqual([0, expect.stringContaining('docs/configuration.md')])
  expect(await readdir(parent)).toEqual([])
  await rm(parent, { recursive: true })
})
