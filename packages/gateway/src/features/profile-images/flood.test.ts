import { expect, it } from 'vitest'
import { openTestGateway } from '../../../test/gateway.ts'
import { listen, sendRaw } from '../../../test/http/raw-http.ts'
import { decodeBase64 } from './base64.ts'

const ROUNDS = 8

/**
 * How long everybody else waits, in CPU time of the one thread that answers all, which other processes do not lengthen;
 * in milliseconds the benchmark measures it.
 */
it('an upload of 14 MB stops the others for less time than parsing and decoding it at once would', async () => {
  const test = await openTestGateway('sqlite')
  try {
    const { bearer } = await test.signUp()
    const port = await listen(test)
    const body = JSON.stringify({ content_type: 'image/png', file: Buffer.alloc(10_485_760, 7).toString('base64') })
    const bytes = Buffer.from(
      `POST /accounts/profile-image HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${bearer}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    const waits: number[] = []
    const parses: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const longestTurn = watchTurns()
      expect((await sendRaw(port, bytes)).body.details).toEqual([
        { path: '/body/file_name', message: expect.any(String) },
      ])
      waits.push(longestTurn())
      const before = cpuMs()
      const { file } = JSON.parse(bytes.subarray(-body.length).toString()) as { file: string }
      expect(decodeBase64(file)?.length).toBe(10_485_760)
      parses.push(cpuMs() - before)
    }
    expect(Math.min(...waits)).toBeLessThan(Math.min(...parses))
  } finally {
    await test.close()
  }
})

/** Watches the event loop; the answer is its longest turn so far, in CPU time of this thread. */
function watchTurns(): () => number {
  let longest = 0
  let last = cpuMs()
  let watching = true
  const turn = () => {
    const now = cpuMs()
    longest = Math.max(longest, now - last)
    last = now
    if (watching) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    watching = false
    return longest
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
