import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProgram } from '../../packages/gateway/test/run/programs.ts'
import { read } from './files.ts'

const UNIT = 'quiva-gateway.service'
/** Of ten; what a server that others can reach cannot do without remains. */
const MOST_EXPOSED = 1.5

const unit = read(`deploy/systemd/${UNIT}`)
const dropIn = read('deploy/systemd/master-key.conf')
const program = /^ExecStart=(\S+) (\S+)$/m.exec(unit)

describe('the unit of systemd', () => {
  it('starts the program that npm installs, and keeps nothing outside of its folder', () => {
    expect(program?.[2]).toBe('/opt/quiva-gateway/node_modules/quiva-gateway/bin/gateway.js')
    expect(dropIn).toContain(`exec ${program?.[1]} ${program?.[2]}'`)
    expect(unit).toContain('DATA_DIR=%S/quiva-gateway\n')
    expect(unit).toContain('StateDirectory=quiva-gateway\n')
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(25)
  })
})

const analyze = findProgram('systemd-analyze')
describe.skipIf(analyze === undefined)('the unit of systemd (needs systemd-analyze)', () => {
  /** With the Node.js of this machine, because systemd looks for the program. */
  function check(...args: string[]) {
    const folder = mkdtempSync(path.join(tmpdir(), 'quiva-unit-'))
    const here = (text: string) => text.replaceAll(program?.[1] ?? '', process.execPath)
    mkdirSync(path.join(folder, `${UNIT}.d`))
    writeFileSync(path.join(folder, UNIT), here(unit))
    writeFileSync(path.join(folder, `${UNIT}.d/master-key.conf`), here(dropIn))
    const { status, stdout, stderr } = spawnSync(analyze ?? '', [...args, path.join(folder, UNIT)], {
      encoding: 'utf8',
      // Its drop-ins are found on this path only.
      env: { SYSTEMD_UNIT_PATH: `${folder}:` },
    })
    rmSync(folder, { recursive: true })
    return { status, output: stdout + stderr }
  }

  it('is valid, with and without the master key as a credential', () => {
    expect(check('verify', '--man=no')).toEqual({ status: 0, output: '' })
  })

  it('may do little', () => {
    const limit = `--threshold=${MOST_EXPOSED * 10}`
    const { status, output } = check('security', '--no-pager', '--offline=true', limit)
    expect([status, output]).toEqual([0, expect.stringContaining('Overall exposure level')])
  })
})
