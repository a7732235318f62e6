import { spawnSync } from 'node:child_process'
import { findNatsServer } from '../../packages/gateway/test/nats/nats-releases.ts'
import { findProgram } from '../../packages/gateway/test/run/programs.ts'

/** What a page needs beside this repository. */
type Need = {
  what: string
  /** How to get it. */
  get: string
  isHere(): boolean
  /** Too large for CI, which leaves the page out; its text says so. */
  large?: true
}

export const NEEDS: Readonly<Record<string, Need>> = {
  agents: {
    what: 'nats-server',
    get: 'https://nats.io/download',
    isHere: () => findNatsServer() !== undefined,
  },
  fastapi: {
    what: 'uvicorn and FastAPI',
    get: 'apt-get install uvicorn python3-fastapi, or pip install uvicorn fastapi',
    isHere: () => findProgram('uvicorn') !== undefined,
  },
  go: {
    what: 'Go 1.22 or newer',
    get: 'https://go.dev/dl, or golang-go of Debian 13',
    isHere: () => Number(/go1\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout ?? '')?.[1]) >= 22,
    large: true,
  },
  production: {
    what: 'caddy',
    get: 'apt-get install caddy',
    isHere: () => findProgram('caddy') !== undefined,
  },
}
