/** What Linux tells of a process. Everything is undefined elsewhere, and the benchmark then says less. */
import { readFileSync } from 'node:fs'

/** USER_HZ, in which /proc counts: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** CPU time of a process with all its threads so far, in milliseconds (proc(5), stat fields 14 and 15). */
export function cpuMsOf(pid: number): number | undefined {
  const text = read(`/proc/${pid}/stat`)
  // The name in field 2 may hold spaces; it ends at the last parenthesis.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields && ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND
}

/** Resident memory of a process, in megabytes of 1,000,000 bytes, shared pages included. */
export function residentMbOf(pid: number): number | undefined {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1_000_000
}

/** The cores that this process may use, in order. */
export function allowedCores(): number[] {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(read('/proc/self/status') ?? '')?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number)
    return Number.isNaN(first) ? [] : Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
  })
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
