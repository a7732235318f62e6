import { Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { createDurations } from './durations.ts'

it('writes what the histogram of prom-client writes of the same requests', async () => {
  const registry = new Registry()
  const theirs = new Histogram({
    name: 'seconds',
    help: 'Time',
    labelNames: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  const ours = createDurations('seconds', 'Time')
  const operations = ['getAccountInfo', '/a/:b', 'with "quotes"\\ and\nlines']
  // Exactly on a bound, below and above each, and beyond the last one; in numbers that add up without rounding.
  for (const [index, ms] of [0, 0.5, 1, 2, 2.5, 3, 4.5, 5, 9, 10, 100, 250, 1000, 1001, 5000, 5001, 64_000].entries()) {
    const operation = operations[index % operations.length] ?? ''
    const status = index % 2 === 0 ? 200 : 404
    theirs.observe({ operation, status: String(status) }, ms / 1000)
    ours.record(operation, status, ms)
  }
  const sorted = (text: string) => text.trim().split('\n').sort()
  expect(sorted(ours.text())).toEqual(sorted(await registry.metrics()))
})
