import { createVerifier, type Verifier } from '@quiva/verifier'

/** What the process is asked to do; it answers when that is done. */
export type VerifiersOrder =
  | { type: 'open'; url: string; apiKey: string; count: number }
  /** All of them are to honour the key. */
  | { type: 'warm'; key: string }

const verifiers: Verifier[] = []

async function carryOut(order: VerifiersOrder): Promise<void> {
  if (order.type === 'open') {
    const { url, apiKey, count } = order
    for (let n = 0; n < count; n += 1)
      verifiers.push(createVerifier({ url, apiKey, name: `bench ${n}`, timeoutMs: 20_000 }))
    return
  }
  const verdicts = await Promise.all(verifiers.map((verifier) => verifier.verify(order.key)))
  const refusal = verdicts.find(({ allowed }) => !allowed)
  if (refusal) throw new Error(`a verifier refused a key before it was deleted: ${JSON.stringify(refusal)}`)
}

function close(): void {
  for (const verifier of verifiers) verifier.close()
  process.exit()
}

process.on('message', (order: VerifiersOrder) => {
  carryOut(order).then(
    () => process.send?.('done'),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      process.exit(1)
    },
  )
})
process.on('SIGTERM', close)
process.on('disconnect', close)
