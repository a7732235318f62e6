/** What an account offers to others on the message bus (addExport). */
export type AccountExportsTable = {
  account_id: string
  name: string
  subject: string
  type: 'stream' | 'service'
  /** The position, counted from 1, of the `*` that has to be the importer's account key. */
  token_position: number | null
  /** JSON array of account ids; null where every account may import it. */
  allowed_accounts: string | null
  /** `claims_issued_at` of the change that added it, in seconds: older activations are not valid. */
  issued_at: number
  created_at: number
}

/** What an account imports from another (addImport). Whether an export covers it is looked up each time. */
export type AccountImportsTable = {
  account_id: string
  name: string
  /** As the exporter names it, with `*` at the token position. */
  subject: string
  /** Null for the same subject. */
  local_subject: string | null
  /** May name an account that is gone. */
  exporter_id: string
  type: 'stream' | 'service'
  token_position: number | null
  created_at: number
}

/** The desired placement of an account's streams, and how far it is reached (updateMeshNodes). */
export type AccountMeshesTable = {
  account_id: string
  num_nodes: number
  /** JSON array, sorted. */
  regions: string
  requested_at: number
  /** How many replicas of a stream the claims allow: more than desired while some streams still have more. */
  most_replicas: number
  /** The version of the account's claims that allows `most_replicas`. */
  claims_version: number
  /** The placement that all streams reached last. */
  applied_num_nodes: number | null
  applied_regions: string | null
  /** When the streams were last seen in the desired placement; null while they are not there. */
  met_at: number | null
  /** As of `checked_at`; null before the first run. */
  streams_total: number | null
  streams_placed: number | null
  /** JSON array of `{name, reason}`. */
  failing: string
  /** What prevents the placement of all streams. */
  problem: string | null
  checked_at: number | null
  /** Since when the streams could not be inspected; null while they can. */
  unseen_since: number | null
}
