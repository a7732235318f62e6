export type { VerifierState } from './core.ts'
export type { RefusalCode } from './refusals.ts'
export type {
  Allowed,
  Detail,
  Environment,
  KeyEnding,
  LimitState,
  Metadata,
  Principal,
  Refused,
  Verdict,
  Wanted,
} from './verdict.ts'
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.ts'
