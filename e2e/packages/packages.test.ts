import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfirmation } from '../../packages/client/test/mails.ts'
import { openPlace, type Place } from '../../packages/gateway/test/database/engines.ts'
import { openChromium } from '../../packages/gateway/test/http/chromium.ts'
import { close, listen } from '../../packages/gateway/test/http/loopback.ts'
import { describeWithProgram } from '../../packages/gateway/test/run/with-program.ts'
import { type OtlpReceiver, openOtlpReceiver } from '../../packages/gateway/test/services/otlp-receiver.ts'
import { call } from '../http.ts'
import { expectOk, type GatewayProcess, signUp, startGateway } from '../process.ts'
import { describeWithRegistry, fetchOldestNode, type Installed, installPackages, OLDEST_NODE } from './installed.ts'

const root = path.join(import.meta.dirname, '../..')
const run = promisify(execFile)

describeWithRegistry('the packages that people install', () => {
  let installed: Installed
  let place: Place
  let gateway: GatewayProcess
  let otlp: OtlpReceiver
  let nodes: Record<'oldest' | 'newest', string>
  /** A page of somebody else, which the gateway lets in by CORS. */
  const site = createServer()
  let origin: string
  let apiKey: string

  beforeAll(async () => {
    const [packages, oldest, opened] = await Promise.all([installPackages(), fetchOldestNode(), openPlace('sqlite')])
    installed = packages
    place = opened
    nodes = { oldest, newest: process.execPath }
    origin = await listen(site)
    otlp = await openOtlpReceiver()
    const environment = { CORS_ORIGINS: origin, CONSOLE: 'on', ...otlp.environment }
    gateway = await startGateway(place, environment, installed.bin('quiva-gateway'))
    const { bearer } = await signUp(gateway, place)
    const issued = await expectOk(
      call(gateway.client, 'POST /accounts/api-key', { bearer, body: { key_name: 'client' } }),
    )
    apiKey = issued.body.data.key
    // Mostly the network and the disk.
  }, 300_000)
  afterAll(async () => {
    await close(site)
    await gateway?.end('SIGTERM')
    await Promise.all([otlp?.close(), installed?.remove(), place?.remove()])
  })

  /** Runs `quiva` as somebody with a home of their own, who sits at no terminal. */
  async function quiva(node: 'oldest' | 'newest', args: string[], env: Record<string, string> = {}): Promise<string> {
    const home = path.join(installed.folder, `home-${node}`)
    const always = { PATH: path.dirname(nodes[node]), HOME: home, QUIVA_API_URL: gateway.url }
    const { stdout } = await run(nodes[node], [installed.bin('quiva'), ...args], { env: { ...always, ...env } })
    return stdout
  }

  it('have JavaScript with maps, no tests, and everything of ours inside: no registry is asked for it', async () => {
    expect(installed.tarballs).toHaveLength(5)
    for (const tarball of installed.tarballs) {
      const { stdout: list } = await run('tar', ['tzf', tarball])
      const files = list.trim().split('\n')
      expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|tsconfig/.test(file))).toEqual([])
      expect(files).toEqual(expect.arrayContaining(['package/LICENSE', 'package/package.json']))
      const { stdout: text } = await run('tar', ['xzOf', tarball, 'package/package.json'])
      const manifest = JSON.parse(text)
      expect(manifest).toMatchObject({ type: 'module', engines: { node: expect.stringMatching(/^>=/) } })
      expect(manifest).not.toHaveProperty('private')
      const own = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@quiva/'))
      expect(manifest.bundleDependencies ?? []).toEqual(own)
      for (const name of own) expect(files).toContain(`package/node_modules/${name}/package.json`)
    }
  })

  it.each(['oldest', 'newest'] as const)('quiva does the main job on the %s Node.js', async (node) => {
    const { stdout: version } = await run(nodes[node], ['--version'])
    expect(version.trim()).toBe(node === 'oldest' ? `v${OLDEST_NODE}` : process.version)
    expect(await quiva(node, ['--help'])).toContain('Usage: quiva')
    const email = `${node}@example.com`
    const password = { QUIVA_PASSWORD: 'correct-Horse7' }
    await quiva(node, ['signup', '--account', node, '--email', email], password)
    await quiva(node, ['confirm', (await readConfirmation(place.dataDir, email)).code], password)
    await quiva(node, ['login', '--email', email], password)
    const key = (await quiva(node, ['keys', 'issue', 'ci'])).trim()
    const withKey = { QUIVA_API_KEY: key }
    expect(JSON.parse(await quiva(node, ['whoami', '--json'], withKey))).toMatchObject({
      user: email,
      credential: 'key',
    })
    const [{ id }] = JSON.parse(await quiva(node, ['keys', 'list', '--json']))
    await quiva(node, ['keys', 'delete', id])
    await expect(quiva(node, ['whoami'], withKey)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Unauthorized'),
    })
  })

  it('say which Node.js they need when an older one runs them', async () => {
    const edge = run(nodes.oldest, [installed.bin('quiva-edge')])
    await expect(edge).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('needs Node.js 26') })
    const program = run(nodes.oldest, [installed.bin('quiva-gateway')])
    await expect(program).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('needs Node.js 26') })
  })

  it("quiva-gateway runs an operator's commands, and names them as they are called here", async () => {
    const settings = { env: { PATH: '', DATA_DIR: place.dataDir } }
    const help = await run(nodes.newest, [installed.bin('quiva-gateway'), 'accounts', '--help'])
    expect(help.stdout).toContain('Usage: quiva-gateway accounts list-deleted')
    const { stdout: list } = await run(nodes.newest, [installed.bin('quiva-gateway'), '--help'])
    const text = await readFile(path.join(root, 'packages/gateway/bin/gateway.js'), 'utf8')
    const commands = [...text.matchAll(/^ {2}'?([\w-]+)'?: \(\) => import/gm)].map(([, name]) => name)
    expect([...list.matchAll(/^ {2}quiva-gateway ([\w-]+) {2}/gm)].map(([, name]) => name).toSorted()).toEqual(
      commands.toSorted(),
    )
    expect(commands).toContain('backup')
    const config = await run(nodes.newest, [installed.bin('quiva-gateway'), 'nats-config'], settings)
    expect(config.stdout).toContain('operator: eyJ')
    const env = { ...process.env, PATH: `${path.dirname(nodes.newest)}${path.delimiter}${process.env.PATH}` }
    const byName = await run('npx', ['quiva-gateway', '--version'], { cwd: installed.folder, env })
    expect(byName.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('the gateway serves the console that it carries, if it was built when the gateway was packed', async () => {
    const built = existsSync(path.join(root, 'packages/console/dist/index.html'))
    const icon = await call(gateway.client, 'GET /console/favicon.svg')
    expect([icon.status === 200, icon.text.includes('<svg')]).toEqual([built, built])
    expect(existsSync(path.join(installed.folder, 'node_modules/quiva-gateway/console/index.html'))).toBe(built)
    expect(gateway.output()).not.toContain('Building the console')
  })

  it('the gateway has the library for traces inside, and sends them', async () => {
    const { kind, links } = await otlp.find(({ name }) => name === 'INSERT api_keys')
    expect([kind, links]).toEqual([3, []])
  })

  it('a gateway without the optional packages says which one is missing, to whom it concerns', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--parseable'], { cwd: installed.folder })
    expect(stdout).not.toMatch(/node_modules\/(sharp|@aws-sdk|@scalar)/)
    const { bearer } = await signUp(gateway, place)
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
    const body = { file_name: 'a.png', content_type: 'image/png', file: pixel }
    const image = await call(gateway.client, 'POST /accounts/profile-image', { bearer, body })
    expect([image.status, image.body.code]).toEqual([503, 'images_unavailable'])
    await expect
      .poll(gateway.output)
      .toContain('A profile image needs the package sharp, which is not installed here: npm install sharp')
    const page = await call(gateway.client, 'GET /reference')
    expect([page.status, page.text]).toEqual([
      404,
      expect.stringContaining('npm install @scalar/fastify-api-reference'),
    ])
  })

  it.each(['oldest', 'newest'] as const)(
    'each program of the README of the client runs on the %s Node.js',
    async (node) => {
      const readme = await readFile(path.join(installed.folder, 'node_modules/@quiva/client', 'README.md'), 'utf8')
      const programs = [...readme.matchAll(/<!-- run: (\w+) -->\n```js\n([\s\S]*?)\n```/g)]
      const output: Record<string, string> = {}
      for (const [, name = '', text = ''] of programs) {
        const file = path.join(installed.folder, `${name}.js`)
        await writeFile(file, text)
        const { stdout, stderr } = await run(nodes[node], [file], {
          env: { QUIVA_URL: gateway.url, QUIVA_API_KEY: apiKey },
        })
        output[name] = stdout + stderr
      }
      expect(output).toEqual({
        issue: expect.stringMatching(/^account \d+: deploy is valid until \d{4}-.*\n$/),
        list: expect.stringMatching(/^\S+ client\n$/),
        errors: expect.stringMatching(/^401 unauthorized, request \S{8,}\n$/),
      })
    },
  )

  describeWithProgram('chromium', 'in a browser', () => {
    it('the client works in a page that Vite has bundled, from another origin', async () => {
      const page = path.join(installed.folder, 'page')
      await mkdir(page)
      await writeFile(
        path.join(page, 'index.html'),
        '<!doctype html><title>Keys</title><script type="module" src="./page.js"></script>',
      )
      await writeFile(path.join(page, 'page.js'), PAGE)
      await run(process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', page])
      site.on('request', async (request, response) => {
        const file = request.url === '/' ? 'index.html' : (request.url ?? '')
        response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html')
        response.end(await readFile(path.join(page, 'dist', file)).catch(() => ''))
      })
      const browser = await openChromium()
      try {
        const tab = await browser.newPage()
        await tab.goto(origin)
        const result = await tab.evaluate(
          ([url, key]) => Reflect.get(globalThis, 'tryClient')(url, key),
          [gateway.url, apiKey],
        )
        expect(result).toEqual({ names: ['client', 'from a page'], refusal: [401, 'unauthorized', true] })
      } finally {
        await browser.close()
      }
    })
  })

  it.each(['5.9', '7'])(
    'the client and the verifier have types that TypeScript %s accepts, their own included',
    async (version) => {
      const compiler = path.join(root, version === '7' ? '' : 'packages/client', 'node_modules/typescript/package.json')
      const settings = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false }
      // As a program of Node.js sees them, and as a page that a bundler makes.
      const program = { module: 'nodenext', target: 'es2022', lib: ['es2023'], types: ['node'] }
      const page = {
        module: 'esnext',
        moduleResolution: 'bundler',
        target: 'es2022',
        lib: ['es2023', 'dom', 'dom.asynciterable'],
        types: [],
      }
      await writeFile(path.join(installed.folder, 'client.ts'), CLIENT)
      await writeFile(path.join(installed.folder, 'verifier.ts'), VERIFIER)
      await symlink(path.join(root, 'node_modules/@types'), path.join(installed.folder, 'node_modules/@types')).catch(
        () => {},
      )
      const users = [
        { name: 'page', options: page, files: ['client.ts'] },
        { name: 'program', options: program, files: ['client.ts', 'verifier.ts'] },
      ]
      // The older compiler takes several seconds for each.
      for (const { name, options, files } of version === '7' ? users : users.slice(0, 1)) {
        const file = path.join(installed.folder, `tsconfig.${name}.json`)
        await writeFile(file, JSON.stringify({ compilerOptions: { ...settings, ...options }, files }))
        const bin = path.join(path.dirname(compiler), 'bin/tsc')
        const { stdout } = await run(process.execPath, [bin, '-p', file]).catch((error: { stdout: string }) => error)
        expect(stdout).toBe('')
      }
    },
  )
})

const PAGE = `
import { createClient, QuivaError } from '@quiva/client'

globalThis.tryClient = async (baseUrl, apiKey) => {
  const client = createClient({ baseUrl, credential: { apiKey } })
  const { data } = await client.POST('/accounts/api-key', { body: { key_name: 'from a page' } })
  const names = []
  for await (const { name } of client.ROWS('/accounts/api-keys', { params: { query: { limit: 1 } } })) names.push(name)
  await client.DELETE('/accounts/api-key', { params: { query: { id: data.id } } })
  const refused = createClient({ baseUrl, credential: { apiKey: data.key } })
  const error = await refused.GET('/accounts/info').catch((reason) => reason)
  return { names, refusal: error instanceof QuivaError && [error.status, error.code, typeof error.requestId === 'string'] }
}
`

const CLIENT = `
import { type Account, type AnswerOf, type ApiKey, type BodyOf, createClient, type IssueApiKeyRequest, type Member, type QueryOf, QuivaError, type RowOf } from '@quiva/client'

const client = createClient({ baseUrl: 'http://localhost:8080', credential: { apiKey: 'ms-…' } })
const wanted: IssueApiKeyRequest = { key_name: 'ci', expiry_days: 30 }
const { data: issued } = await client.POST('/accounts/api-key', { body: wanted })
const key: string = issued.key
const { data: keys }: { data: ApiKey[] } = await client.GET('/accounts/api-keys')
for await (const row of client.ROWS('/accounts/users/list')) row satisfies RowOf<'/accounts/users/list'> & Member
for await (const one of client.ROWS('/accounts/webhooks/deliveries', { params: { query: { id: 'w' } } })) one.attempt satisfies number
const body: BodyOf<'/accounts/webhooks', 'post'> = { url: 'https://example.com' }
const query: QueryOf<'/accounts/api-keys', 'get'> = { sort: '-created_on' }
const answer: AnswerOf<'/accounts/info', 'get'> = await client.GET('/accounts/info')
// @ts-expect-error the webhook must be named
client.ROWS('/accounts/webhooks/deliveries')
// @ts-expect-error these are no pages of rows
client.ROWS('/accounts/session-tokens')
const { data: account }: { data: Account } = await client.GET('/accounts/info').catch((error: unknown) => {
  throw error instanceof QuivaError ? new Error(error.code) : error
})
// @ts-expect-error the gateway has no such path
await client.GET('/accounts/nothing')
// @ts-expect-error a name is a text
const wrong: IssueApiKeyRequest = { key_name: 1 }
export { account, answer, body, key, keys, query, wrong }
`

const VERIFIER = `
import { createVerifier } from '@quiva/verifier'
import { protect } from '@quiva/verifier/connect'

const verifier = createVerifier({ url: 'http://localhost:8080', apiKey: 'ms-…' })
export const guard = protect(verifier, { scope: 'orders:read' })
`
