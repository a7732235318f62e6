export const description = `Accounts, sign-in and API keys of a Quiva Gateway, from the command line.`

export const afterHelp = `
From nothing to a key in use:
  $ quiva signup                     create an account; a mail with a code follows
  $ quiva confirm 12345-67890        prove that the address is yours
  $ quiva login                      sign in
  $ quiva keys issue ci              issue an API key
  $ QUIVA_API_KEY=ms-… quiva whoami  use it

Environment:
  QUIVA_API_URL       where the gateway is, as --api-url
  QUIVA_API_KEY       an API key, used in place of the sign-in
  QUIVA_PROFILE       the sign-in to use, as --profile; then QUIVA_API_KEY is not used
  QUIVA_PASSWORD      the password for signup, confirm, login and password change; passwords are never options
  QUIVA_NEW_PASSWORD  the new one for password change and password reset --link
  QUIVA_MFA_CODE      a code of the authenticator app, or a recovery code, for login and password change
  NO_COLOR            no colours in questions

Exit status:
  0  done
  1  refused: the gateway said no (4xx), nobody is signed in, or keys check found a key
  2  wrong usage: an option or argument is missing or makes no sense
  3  failure: no answer, a fault of the gateway (5xx), no gateway at that address, a file
     130 after Ctrl-C at a question
`

export const examples = {
  signup: `
Asks for what is missing if you sit at a terminal. In scripts:
  $ QUIVA_PASSWORD=… quiva signup --account acme --email ada@example.com
  $ quiva signup --account acme --email ada@example.com --password-stdin < password.txt
`,
  confirm: `
Examples:
  $ quiva confirm 12345-67890
  $ quiva confirm 'https://gateway.example.com/confirm-email?token=…'
  $ quiva confirm --resend --email ada@example.com
`,
  login: `
The sign-in is kept in ~/.config/quiva/session.json, which only you can read, and renewed by itself.
  $ quiva login --email ada@example.com
  $ quiva login --email ada@example.com --account acme --password-stdin < password.txt
  $ QUIVA_PASSWORD=… QUIVA_MFA_CODE=123456 quiva login --email ada@example.com
If a second factor is on, a code of the authenticator app or a recovery code is asked for. Passkeys work in a browser only.
`,
  switch: `
Each account that you sign in to is kept beside the others, under its name or that of --profile.
  $ quiva login --email ada@example.com --account acme
  $ quiva login --email ada@example.com --account initech --profile work
  $ quiva switch acme
  $ quiva --profile work keys list            this one command with another
`,
  updateAccount: `
  $ quiva account update --company 'ACME Corporation' --country PT
  $ quiva account update --website '' --no-hub
`,
  renameAccount: `
For the root user. A code is mailed to you and asked for; in scripts, give it the second time:
  $ quiva account rename new-acme
  $ quiva account rename new-acme --code 123456
`,
  deleteAccount: `
For the root user. Asks for the name of the account, and for a code that is mailed to you. In scripts:
  $ quiva account delete --yes                                mails the code
  $ quiva account delete --yes --code 123456 --in-14-days
`,
  endSession: `
It is refused everywhere from then on. Ending the current one signs you out here.
  $ quiva sessions list
  $ quiva sessions end auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b
  $ quiva sessions end current
`,
  invite: `
They get a mail with a link. Until they follow it, the list shows what you typed and nothing else.
  $ quiva users invite jane@example.com --role developer --first-name Jane --last-name Smith
  $ quiva users resend jane@example.com
  $ quiva users remove jane@example.com
`,
  changePassword: `
Asks for both passwords if you sit at a terminal. In scripts:
  $ QUIVA_PASSWORD=… QUIVA_NEW_PASSWORD=… quiva password change
  $ quiva password change --password-stdin < two-lines.txt
`,
  resetPassword: `
The answer is the same whether somebody has that address or not. The link is good for 15 minutes.
  $ quiva password reset --email ada@example.com
  $ quiva password reset --link 'https://gateway.example.com/reset-password?token=…'
`,
  enableTotp: `
It needs a terminal that shows the QR code. An authenticator app that you have set up before works until the new one has
shown its first code.
`,
  issue: `
Prints the key, and nothing but the key, on standard output. It is shown this once.
  $ quiva keys issue ci
  $ quiva keys issue 'nightly import' --expires 30 --creds-file import.creds
  $ quiva keys issue 'orders service' --scope orders:read --allow-ip 203.0.113.0/24 --rate-limit 100/60
  $ quiva keys issue deploy --owner account --role developer
  $ QUIVA_API_KEY=$(quiva keys issue ci) quiva whoami
`,
  update: `
It holds from then on, everywhere, for the sessions and keys that were made from the key too.
  $ quiva keys update key_01kc9f3m8e7q1v5t2x4y6z8a0b --scope orders:read --scope 'invoices:*'
  $ quiva keys update key_01kc9f3m8e7q1v5t2x4y6z8a0b --name nightly --no-rate-limit
`,
  rotate: `
Prints the successor, and nothing but the key, on standard output. It is shown this once. A key may rotate itself, to no
later end than it has.
  $ quiva keys rotate key_01kc9f3m8e7q1v5t2x4y6z8a0b --grace 7d
  $ QUIVA_API_KEY=ms-… quiva keys rotate > new-key.txt
`,
  check: `
Prints where keys stand, never a whole key.
  $ quiva keys check .env config/*.json
  $ git diff --cached | quiva keys check -      as a hook before a commit
  $ git log -p | quiva keys check -
`,
  delete: `
The key is refused everywhere from then on, and so are its creds, the keys that it had issued and those that it made by rotating itself.
  $ quiva keys delete key_01kc9f3m8e7q1v5t2x4y6z8a0b
  $ quiva keys delete - < key.txt    a full key is better not typed: arguments are no secret
`,
  creds: `
Creds let programs into the message bus. They can be had again as long as the key lives. Without an argument, the key is
that of QUIVA_API_KEY.
  $ quiva keys creds - --creds-file ci.creds < key.txt
  $ QUIVA_API_KEY=ms-… quiva keys creds --format nats --creds-file ci.creds
`,
  audit: `
Examples:
  $ quiva audit --person ada@example.com --from 2026-11-01
  $ quiva audit --target key_01kc9f3m8e7q1v5t2x4y6z8a0b
  $ quiva audit --export --from 2026-10-01 --to 2026-11-01 > october.jsonl
  $ quiva audit --follow --action session.refused
`,
  addExport: `
With a token position, each importer gets or calls the subject with its own account's key there, and no other.
  $ quiva exports add ticks 'ticks.>' --type stream
  $ quiva exports add billing 'billing.*.get' --type service --token-position 2
  $ quiva exports add audit 'audit.>' --type stream --allow 4821907365 --allow 5930018476
`,
  addImport: `
Examples:
  $ quiva imports add ticks 'ticks.>' --from acme --as 'acme.ticks.>'
  $ quiva imports add billing 'billing.*.get' --from 4821907365 --token-position 2 --as billing.get
`,
  setMesh: `
The streams are brought there afterwards, without a message lost.
  $ quiva mesh set 3 eu
  $ quiva mesh set 5 eu us
`,
  natsConfig: `
The context has the name of the file, not the creds: whoever uses it needs the file.
  $ quiva keys creds - --creds-file ci.creds < key.txt
  $ quiva nats config --creds-file ci.creds --server nats://nats.example.com > ~/.config/nats/context/acme.json
  $ nats --context acme sub '>'
`,
  checkout: `
Prints the address, and nothing but the address, on standard output. A plan that costs nothing is chosen at once.
  $ quiva billing plans
  $ quiva billing checkout price_1Pro
  $ quiva billing checkout price_1Pro --addon price_1Seats:3
`,
}
