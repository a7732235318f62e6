export const description = `Accounts, sign-in and API keys of a Quiva Gateway, from the command line.`

export const afterHelp = `
From sign-up to the first use of an API key:
  $ quiva signup                     create an account; a mail with a code follows
  $ quiva confirm 12345-67890        confirm your email address
  $ quiva login                      sign in
  $ quiva keys issue ci              issue an API key
  $ QUIVA_API_KEY=ms-… quiva whoami  use it

Environment:
  QUIVA_API_URL       URL of the gateway, as --api-url
  QUIVA_API_KEY       an API key, used instead of the sign-in
  QUIVA_PROFILE       the sign-in to use, as --profile; QUIVA_API_KEY is then ignored
  QUIVA_PASSWORD      the password for signup, confirm, login and password change; passwords are never options
  QUIVA_NEW_PASSWORD  the new password for password change and password reset --link
  QUIVA_MFA_CODE      a code of the authenticator app, or a recovery code, for login and password change
  NO_COLOR            no colours in questions

Exit status:
  0  done
  1  refused: the gateway refused the request (4xx), you are not signed in, or keys check found a key
  2  wrong usage: an option or argument is missing or not valid
  3  failure: no answer, a fault of the gateway (5xx), no gateway at that URL, or a problem with a file
     130 after Ctrl-C at a question
`

export const examples = {
  signup: `
At a terminal, it asks for what is missing. In scripts:
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
At a terminal, it opens the page of the gateway in your browser, where you sign in with whatever you have (passkey, OpenID
provider, password and second factor), choose the account, and approve. Over SSH it shows an address and a code for the
browser of another device, as with --device. The sign-in is kept in ~/.config/quiva/session.json, which only you can read,
and is renewed automatically.
  $ quiva login
  $ quiva login --device
With a password, also in scripts:
  $ quiva login --password
  $ quiva login --email ada@example.com
  $ quiva login --email ada@example.com --account acme --password-stdin < password.txt
  $ QUIVA_PASSWORD=… QUIVA_MFA_CODE=123456 quiva login --email ada@example.com
With a password, it asks for a code of the authenticator app or a recovery code if a second factor is switched on. A sign-in
in the browser cannot change your second factors; for that, use --password.
`,
  switch: `
The sign-in to each account is kept, under the name of the account or the one given with --profile.
  $ quiva login --email ada@example.com --account acme
  $ quiva login --email ada@example.com --account initech --profile work
  $ quiva switch acme
  $ quiva --profile work keys list            another sign-in for this command only
`,
  updateAccount: `
  $ quiva account update --company 'ACME Corporation' --country PT
  $ quiva account update --website '' --no-hub
`,
  renameAccount: `
For the root user. The gateway mails you a code, and the command asks for it. In scripts, run it twice, the second
time with the code:
  $ quiva account rename new-acme
  $ quiva account rename new-acme --code 123456
`,
  deleteAccount: `
For the root user. The command asks for the name of the account and for a code that the gateway mails to you. In
scripts:
  $ quiva account delete --yes                                mails the code
  $ quiva account delete --yes --code 123456 --in-14-days
`,
  endSession: `
The session is refused everywhere from then on. If it is the session in use here, you are signed out.
  $ quiva sessions list
  $ quiva sessions end auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b
  $ quiva sessions end current
`,
  invite: `
The mail has a link. Until the invitation is accepted, quiva users list shows only what you typed.
  $ quiva users invite jane@example.com --role developer --first-name Jane --last-name Smith
  $ quiva users resend jane@example.com
  $ quiva users remove jane@example.com
`,
  changePassword: `
At a terminal, it asks for both passwords. In scripts:
  $ QUIVA_PASSWORD=… QUIVA_NEW_PASSWORD=… quiva password change
  $ quiva password change --password-stdin < two-lines.txt
`,
  resetPassword: `
The answer is the same whether or not a user has that email address. The link works for 15 minutes.
  $ quiva password reset --email ada@example.com
  $ quiva password reset --link 'https://gateway.example.com/reset-password?token=…'
`,
  enableTotp: `
The command needs a terminal, which shows the QR code. An authenticator app that you set up before works until you have
entered the first code of the new one.
`,
  issue: `
Prints only the key on standard output. The key is shown only once.
  $ quiva keys issue ci
  $ quiva keys issue 'nightly import' --expires 30 --creds-file import.creds
  $ quiva keys issue 'orders service' --scope orders:read --allow-ip 203.0.113.0/24 --rate-limit 100/60
  $ quiva keys issue 'customer 42' --quota 10000/month
  $ quiva keys issue deploy --owner account --role developer
  $ quiva keys issue 'acme corp' --environment test --metadata plan=pro --tag customer
  $ QUIVA_API_KEY=$(quiva keys issue ci) quiva whoami
`,
  importKeys: `
The keys go on working in their own form. Without --scope they may do nothing at the gateway itself; your services accept
them. What was imported before is left as it is, so you can repeat the command. docs/moving-here.md says which exports it
reads.
  $ quiva keys import apikey.json --from better-auth --dry-run
  $ quiva keys import keys.csv --from unkey --scope orders:read --tag moved
  $ quiva keys import keys.csv --from csv --owner account --role developer
`,
  listKeys: `
Where the terminal is narrow, names are cut, or each key becomes a block of lines. Elsewhere nothing is cut.
  $ quiva keys list --search deploy
  $ quiva keys list --state unused --sort created_on --limit 20
  $ quiva keys list --sort=-last_used_on --json
`,
  update: `
The change applies at once and everywhere, also to the sessions made from the key and to the keys that it issued.
  $ quiva keys update key_01kc9f3m8e7q1v5t2x4y6z8a0b --scope orders:read --scope 'invoices:*'
  $ quiva keys update key_01kc9f3m8e7q1v5t2x4y6z8a0b --name nightly --no-rate-limit
  $ quiva keys update key_01kc9f3m8e7q1v5t2x4y6z8a0b --expires 90 --metadata plan=pro --metadata seats=5
`,
  rotate: `
Prints only the new key on standard output. The key is shown only once. A key may rotate itself, but the new key then
expires no later than the old one.
  $ quiva keys rotate key_01kc9f3m8e7q1v5t2x4y6z8a0b --grace 7d
  $ quiva keys rotate key_01kc9f3m8e7q1v5t2x4y6z8a0b --retire-when-silent=14 --grace 90d
  $ QUIVA_API_KEY=ms-… quiva keys rotate > new-key.txt
`,
  check: `
Prints the places where keys were found, and never a whole key.
  $ quiva keys check .env config/*.json
  $ git diff --cached | quiva keys check -      as a hook before a commit
  $ git log -p | quiva keys check -
`,
  delete: `
From then on the gateway refuses the key, the keys that it had issued, and the keys that it had made by rotating itself.
The result says whether the message bus refuses the creds already. At a terminal, the command first shows whether the
key is in use, and asks if it is.
  $ quiva keys delete key_01kc9f3m8e7q1v5t2x4y6z8a0b
  $ quiva keys delete - < key.txt    do not type a whole key: other users of the computer can see arguments
`,
  creds: `
Programs sign in to the message bus with creds. You can get them again as long as the key works. Without an argument, the
command uses the key in QUIVA_API_KEY.
  $ quiva keys creds - --creds-file ci.creds < key.txt
  $ QUIVA_API_KEY=ms-… quiva keys creds --format nats --creds-file ci.creds
`,
  audit: `
Examples:
  $ quiva audit --person ada@example.com --from 2026-11-01
  $ quiva audit --target key_01kc9f3m8e7q1v5t2x4y6z8a0b
  $ quiva audit --export --from 2026-10-01 --to 2026-11-01 > october.jsonl
  $ quiva audit --search deploy --sort occurred_on
  $ quiva audit --follow --action session.refused
`,
  listen: `
For trying a receiver without an address that the gateway can reach. The command prints a secret, with which deliveries are
signed until it ends. It reads the audit log, creates no webhook, and tries each event once.
  $ quiva webhooks listen 3000
  $ quiva webhooks listen localhost:3000/quiva-events --event api_key.issued
`,
  addWebhook: `
Prints only the secret on standard output. The secret is shown only once.
  $ quiva webhooks add https://example.com/quiva-events > secret.txt
  $ quiva webhooks add https://example.com/keys --event api_key.issued --event api_key.deleted
`,
  addExport: `
With a token position, the token at that position must be the account key of the importing account, so that each importer
receives or calls only its own subjects.
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
The streams are moved afterwards; quiva mesh show shows the progress. If a server crashes or restarts meanwhile, messages
can be lost.
  $ quiva mesh set 3 eu
  $ quiva mesh set 5 eu us
`,
  natsConfig: `
The context contains the path of the creds file, not the creds themselves, so keep the file.
  $ quiva keys creds - --creds-file ci.creds < key.txt
  $ quiva nats config --creds-file ci.creds --server nats://nats.example.com > ~/.config/nats/context/acme.json
  $ nats --context acme sub '>'
`,
  checkout: `
Prints only the URL on standard output. A free plan starts at once.
  $ quiva billing plans
  $ quiva billing checkout price_1Pro
  $ quiva billing checkout price_1Pro --addon price_1Seats:3
`,
}
