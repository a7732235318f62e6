import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../packages/gateway/src/platform/config/config.ts'
import { parseYaml, read } from './files.ts'

type Service = {
  image?: string
  build?: string
  ports?: string[]
  environment?: Record<string, string>
  volumes: string[]
  healthcheck?: { test: string[] }
  depends_on?: Record<string, { condition: string }>
  read_only?: boolean
  tmpfs?: string[]
  cap_drop?: string[]
  stop_grace_period?: string
}

const text = read('compose.yaml')
const [file] = parseYaml<{ services: Record<'gateway' | 'postgres' | 'nats', Service>; volumes: object }>(text)
if (file === undefined) throw new Error('compose.yaml is empty')
const { gateway, postgres, nats } = file.services

/** What the comments have their readers lay into .env, and what Compose takes for variables that are not there. */
const dotEnv: Record<string, string> = {
  MASTER_KEY: randomBytes(32).toString('base64'),
  POSTGRES_PASSWORD: randomBytes(16).toString('hex'),
}
const fill = (value: string) => value.replace(/\$\{(\w+):[-?]\}/g, (_, name: string) => dotEnv[name] ?? '')

describe('compose.yaml', () => {
  it('gives the gateway settings that it takes', () => {
    const environment = Object.entries(gateway.environment ?? {}).map(([name, value]) => [name, fill(value)] as const)
    const config = readConfig({ HOST: '0.0.0.0', ...Object.fromEntries(environment) })
    expect(config.database).toMatchObject({ engine: 'postgres' })
    expect(config.natsServers).toEqual(['nats://nats:4222'])
    const { POSTGRES_USER, POSTGRES_DB } = postgres.environment ?? {}
    expect(gateway.environment?.DATABASE_URL).toBe(
      `postgres://${POSTGRES_USER}:${postgres.environment?.POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`,
    )
  })

  it('stops without the secrets, instead of starting with empty ones', () => {
    const taken = [...text.matchAll(/\$\{(\w+):([?-])\}/g)].filter(([, name = '']) => name in dotEnv)
    expect(new Set(taken.map(([, name]) => name))).toEqual(new Set(Object.keys(dotEnv)))
    expect(new Set(taken.map(([, , otherwise]) => otherwise))).toEqual(new Set(['?']))
    for (const name of Object.keys(dotEnv)) expect(text).toMatch(new RegExp(`^#   echo "${name}=`, 'm'))
  })

  it('runs the gateway as the image is meant to be run', () => {
    const image = read('Dockerfile')
    const port = /^EXPOSE (\d+)$/m.exec(image)?.[1]
    expect(gateway.ports).toEqual([`127.0.0.1:${port}:${port}`])
    expect(gateway.environment?.PUBLIC_URL).toBe(`http://localhost:${port}`)
    expect(gateway.volumes).toEqual([`gateway:${/^VOLUME (\S+)$/m.exec(image)?.[1]}`])
    expect(gateway).toMatchObject({ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'] })
    expect(Number.parseInt(gateway.stop_grace_period ?? '', 10)).toBeGreaterThan(25)
    expect(image).toMatch(/^HEALTHCHECK /m)
  })

  it('has a health check for each of the others, and each volume that they name', () => {
    for (const one of [postgres, nats]) expect(one.healthcheck?.test[0]).toBe('CMD')
    expect(gateway.depends_on).toEqual({ postgres: { condition: 'service_healthy' } })
    const named = Object.values(file.services).flatMap(({ volumes }) => volumes.map((one) => one.split(':')[0] ?? ''))
    expect(named.filter((name) => !name.startsWith('.')).sort()).toEqual(Object.keys(file.volumes).sort())
  })

  it('has commands in its comments that the gateway has', () => {
    const command = /gateway ([\w-]+) --listen/.exec(text)?.[1] ?? ''
    expect(read('packages/gateway/bin/gateway.js')).toContain(`'${command}': () =>`)
    expect(read('Dockerfile')).toMatch(/^ENTRYPOINT \[.*"\/opt\/quiva-gateway\/bin\/gateway\.js"\]$/m)
  })
})
