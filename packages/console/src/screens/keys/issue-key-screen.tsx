import { InConsole } from './in-console.tsx'
import { IssueKey } from './issue-key.tsx'

export function IssueKeyScreen() {
  return (
    <InConsole>
      <IssueKey />
    </InConsole>
  )
}
