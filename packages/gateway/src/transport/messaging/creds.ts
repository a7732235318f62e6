/**
 * Which words stand between the dashes: those of the contract (getApiCreds), or those of NATS, for clients such as
 * nats-py that search for them literally.
 */
export type CredsLabels = 'quiva' | 'nats'

/**
 * The text of a creds file. Parsers are strict about it: LF, one line each for the JWT and the seed, no blank line before
 * the JWT, and a line after `END … SEED`. Secret: it contains the seed.
 */
export function renderCreds(jwt: string, seed: string, labels: CredsLabels = 'quiva'): string {
  switch (labels) {
    case 'quiva':
      return `-----BEGIN quiva.ai USER JWT-----
${jwt}
------END quiva.ai USER JWT------
************************* IMPORTANT *************************
BKEY Seed printed below can be used to sign and prove identity.
BKEYs are sensitive and should be treated as secrets.
-----BEGIN USER BKEY SEED-----
${seed}
------END USER BKEY SEED------
*************************************************************`
    case 'nats':
      return `-----BEGIN NATS USER JWT-----
${jwt}
------END NATS USER JWT------

************************* IMPORTANT *************************
NKEY Seed printed below can be used to sign and prove identity.
NKEYs are sensitive and should be treated as secrets.

-----BEGIN USER NKEY SEED-----
${seed}
------END USER NKEY SEED------

*************************************************************
`
  }
}
