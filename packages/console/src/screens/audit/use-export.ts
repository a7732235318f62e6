import { useMutation } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { saveFile } from '../../parts/save-file.ts'

/** Downloads the log as a file of JSON lines, with the filters that the export knows. */
export function useExport({ from, to }: { from?: string; to?: string }) {
  const client = useClient()
  return useMutation({
    mutationFn: async () => {
      const query = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
      const lines: string[] = []
      for await (const line of client.LINES('/accounts/audit-events/export', { params: { query } })) lines.push(line)
      saveFile('audit-log.jsonl', `${lines.join('\n')}\n`, 'application/x-ndjson')
    },
  })
}
