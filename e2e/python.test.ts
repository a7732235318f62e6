import { execFile, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { call } from './http.ts'
import { expectOk, type GatewayProcess, type Root, signUp, startGateway } from './process.ts'

const root = path.join(import.meta.dirname, '..')
const folder = path.join(root, 'clients/python')
const run = promisify(execFile)

/** The package is written for 3.9 and newer. */
const isHere = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0
const name = isHere ? 'the Python package' : 'the Python package [skipped: python3, 3.9 or newer, is missing here]'

describe.skipIf(!isHere)(name, () => {
  let place: Place
  let gateway: GatewayProcess
  let owner: Root

  beforeAll(async () => {
    place = await openPlace('sqlite')
    gateway = await startGateway(place)
    owner = await signUp(gateway, place)
  })

  afterAll(async () => {
    await gateway.end('SIGTERM')
    await place.remove()
  })

  async function issueKey(key_name: string, scopes?: string[]): Promise<string> {
    const body = { key_name, ...(scopes && { scopes }) }
    const issued = await expectOk(call(gateway.client, 'POST /accounts/api-key', { bearer: owner.bearer, body }))
    return issued.body.data.key
  }

  async function python(args: string[], apiKey = ''): Promise<string> {
    const env = {
      PATH: process.env.PATH,
      PYTHONPATH: path.join(folder, 'src'),
      PYTHONDONTWRITEBYTECODE: '1',
      QUIVA_URL: gateway.url,
      QUIVA_API_KEY: apiKey,
    }
    const { stdout, stderr } = await run('python3', ['-W', 'error', ...args], { env, timeout: 50_000 })
    return stdout + stderr
  }

  it('has the operations and types of the committed OpenAPI document; else: npm run generate', async () => {
    expect(await python([path.join(folder, 'scripts/generate.py'), '--check'])).toBe('')
  })

  it('reads lists, repeats what is safe, renews tokens, and says what was wrong', async () => {
    const apiKey = await issueKey('program')
    expect(await python([path.join(folder, 'tests/client_program.py')], apiKey)).toBe('ok\n')
  })

  it('each program of docs/python.md runs', async () => {
    const apiKey = await issueKey('documented')
    const page = await readFile(path.join(root, 'docs/python.md'), 'utf8')
    const programs = [...page.matchAll(/<!-- run: (\w+) -->\n```python\n([\s\S]*?)\n```/g)]
    const output: Record<string, string> = {}
    for (const [, program = '', text = ''] of programs) output[program] = await python(['-c', text], apiKey)
    expect(output).toEqual({
      issue: expect.stringMatching(/^account \d+: deploy is valid until \d{4}-.*\n$/),
      list: expect.stringMatching(/^key_\S+ documented\n/),
      errors: expect.stringMatching(/^401 unauthorized request \S{8,}\n$/),
      verify: expect.stringMatching(/^root key_\S+\n$/),
    })
  })
})
