// Generated from packages/client/openapi.json by npm run generate: do not edit.

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that sign access tokens (RFC 7517) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The keys that sign access tokens (RFC 7517) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/jwk-set+json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metadata for OAuth clients (RFC 8414) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Metadata for OAuth clients (RFC 8414) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create account
         * @description Creates an account and, if nobody has the address yet, its root user, and mails a link and a code to confirm the address; nothing is made before. A person who is known already proves their current password, and their second factor if one is on; then the account can be used at once. The answer never tells whether an address is known.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update account
         * @description Changes what is in the body and nothing else. The name has an operation of its own, and so has the address of the root. For root and administrators.
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/accounts/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete account
         * @description Deletes the account, for its root user with a mailed code: at once, or in 14 days, until when everything goes on and the deletion can be cancelled. Sessions and API keys end, nobody can sign in to it any more, and its name is free. The users stay. For a year the operator of the gateway can restore it.
         */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/all-passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove all passkeys
         * @description Removes every passkey of a person; having none is no error. With the last factor the recovery codes go, too. Root and administrators may do it for members who are in this account alone. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        delete: operations["removeAllPasskeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-creds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get API credentials
         * @description The creds file of one's own live key, for whoever has the whole key: without it nobody can open them. A call that is made with the key itself, in either header, may leave it out of the query.
         */
        get: operations["getApiCreds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue API key
         * @description Issues a key for the API and creds for the command line and the message bus, so that programs get in without an interactive sign-in. The key has the rights of its owner, at the time of each use, less what takes a person. Both are shown once. Scopes, addresses and a rate narrow it further. A key that issues a key lends it no more life and no more rights than it has, now or later, and takes it with it. A key of the account has a role of its own and stays when whoever made it goes.
         */
        post: operations["issueApiKey"];
        /**
         * Delete API key
         * @description Deletes a key, given by id or in full, in the query or the body: it is refused from the answer on, everywhere, its creds and the sessions made from it too, and the keys that it issued or made by rotating itself. Cannot be undone. Root and administrators also delete keys of other members.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        /**
         * Update API key
         * @description Changes the name and the limits of a live key, given by id or in full: what is left out stays as it is, null takes a limit away. The change holds from the answer on, everywhere, for the sessions made from the key and the keys that it issued too. A key with limits changes only itself and the keys that it issued, and to no more than it has. Root and administrators also change keys of other members.
         */
        patch: operations["updateApiKey"];
        trace?: never;
    };
    "/accounts/api-key/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate API key
         * @description Issues a successor with the same name, owner and limits, and lets the old key live on for a while, so that programs can change over one after the other. A key may rotate itself. Root and administrators also rotate keys of the account.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-key/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get API key usage
         * @description How often, when last and from which networks a key was used, by day, so that one sees when an old one falls silent. Right to ten seconds, for requests over HTTP; kept for 90 days. Root and administrators also see it for keys of other members and of the account.
         */
        get: operations["getApiKeyUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * View API keys
         * @description The live keys of the caller in this account, oldest first; root and administrators also see those of other members, and those of the account. Never the keys themselves.
         */
        get: operations["viewApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit events
         * @description The log of this account, newest first: who did what, by which credential, to what, from where and when. For the next page send `next_cursor` as `cursor`, until it is null; with a filter a page may hold fewer events than `limit`, even none, and not be the last. What somebody does in another account, or in none, stands in no account's log but that one's.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/audit-events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export audit events
         * @description The same events in the same order, all of them, as JSON lines: one event on each, as it stands in the list. The answer is sent as it is read; one that breaks off is not whole. The log tells of each export.
         */
        get: operations["exportAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description Ends one of the caller's own sessions, its refresh token too. Ending the session that calls is a sign-out.
         */
        delete: operations["revokeAuthToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-api-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with API key
         * @description Exchanges an API key for a session, which has the rights and limits of the key and ends with it. Not needed for calling the API: the key itself is accepted everywhere.
         */
        post: operations["authWithApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with password
         * @description Signs a person in to one account. If a second factor is on, answers with the token of a challenge instead of the two tokens. Who is in several accounts and names none is answered `account_required` with their names, once password and second factor are right. Five wrong passwords close the way for 15 minutes.
         */
        post: operations["authWithPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-recovery-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with recovery code
         * @description Completes a sign-in with a recovery code, which is used up. Case, spaces and hyphens do not count. A challenge takes five codes. The owner gets a mail that says how many are left.
         */
        post: operations["authWithRecoveryCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with TOTP
         * @description Completes a sign-in with a code of the authenticator app. A challenge takes five codes, and each code works once. The token then serves once more, within five minutes, where a change asks for the MFA token.
         */
        post: operations["authWithTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/begin-auth-with-passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin passkey authentication
         * @description What navigator.credentials.get needs, on a page of APP_ORIGINS, to sign in with a passkey alone or as the second factor. Everybody gets an answer, whether or not they have a passkey here, or are known at all.
         */
        post: operations["beginAuthWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/begin-passkey-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin passkey registration
         * @description What navigator.credentials.create needs, on a page of APP_ORIGINS. It is good for five minutes; a newer one replaces it. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        post: operations["beginPasskeyRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/cancel-account-deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel account deletion
         * @description Takes a scheduled deletion back, before its date has come. For the root user.
         */
        post: operations["cancelAccountDeletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/change-email-address-action": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete email address change
         * @description With the token of the link to the old address: allows the change, and mails a second link to the new address. With the token of that one: completes it. Every other session of the person ends; API keys go on.
         */
        post: operations["changeEmailAddressAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/complete-auth-with-passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete passkey authentication
         * @description Signs in with what the browser got from the passkey. Alone it has to have verified its user, and nothing else is asked; with the token of a challenge it is the second factor, and the token then serves once more, within five minutes, where a change asks for the MFA token.
         */
        post: operations["completeAuthWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/complete-passkey-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete passkey registration
         * @description Registers the passkey that the browser made, and switches passkeys on. Answers with the recovery codes: ten new ones, or those that are left. The owner gets a mail. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        post: operations["completePasskeyRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm email
         * @description Confirms an address with the token or the code of the mail, and opens the account. Other sign-ups for that address are dropped, and only this password works. Without `password` that of the sign-up counts; this takes a request from the network that the sign-up came from. Token and code work once and for 48 hours. No tokens are returned: sign in next.
         */
        post: operations["confirmEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/confirm-totp-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm TOTP registration
         * @description Switches the authenticator app on, in place of an earlier one, with its first code and the secret that was shown. Answers with the recovery codes: ten new ones, or those that are left. The code counts as used. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        post: operations["confirmTotpRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/email-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mail a verification code
         * @description Mails a six-digit code to the caller, for changes that cannot be undone. With `purpose` it is good for that operation only; without, for each of them. The mail says which. The code lives 15 minutes, allows five tries, and replaces an earlier one.
         */
        get: operations["getEmailCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add export
         * @description Offers a stream or a service of the account to other accounts, all of them or those named in allowed_accounts. No subject is shared twice: one that overlaps with an export or import of the account is refused. At most 100.
         */
        post: operations["addExport"];
        /**
         * Remove export
         * @description Withdraws an export: nothing reaches its importers any more. Their imports stay listed, as broken, and work again when a fitting export is added.
         */
        delete: operations["removeExport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/generate-totp-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate TOTP key
         * @description A new secret for an authenticator app. It waits 15 minutes for its first code (POST /accounts/confirm-totp-registration) and replaces nothing before; a newer one replaces it. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        post: operations["generateTotpKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add import
         * @description Lets the account's clients receive a stream or call a service of another account, which has to export it. What is imported cannot be exported again. At most 100.
         */
        post: operations["addImport"];
        /**
         * Remove import
         * @description Ends an import: nothing flows any more. The exporting account is untouched.
         */
        delete: operations["removeImport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/imports-exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List imports and exports
         * @description What the account shares with others, by name; broken imports too.
         */
        get: operations["listImportsExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get account information
         * @description The account that the credential belongs to. Nothing in it is secret.
         */
        get: operations["getAccountInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts by user
         * @description The accounts that the caller can sign in to: their ids, or with `details` their names as well.
         */
        get: operations["listAccountsByUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/mesh-nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get mesh nodes
         * @description The mesh nodes that were asked for, what of it is real, and what is in the way of the rest.
         */
        get: operations["getMeshNodes"];
        /**
         * Update mesh nodes
         * @description Says on how many nodes, and in which regions, the account's streams shall be, in place of what was said before. The streams are brought there afterwards, without a message lost; GET /accounts/mesh-nodes shows how far it is.
         */
        put: operations["updateMeshNodes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/mfa-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update MFA settings
         * @description Switches registered factors on or off. Off, a factor stays registered and is not asked for at sign-in. A change is told to the owner by mail. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        patch: operations["updateMfaSettings"];
        trace?: never;
    };
    "/accounts/oauth-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove OAuth link
         * @description That user of the provider signs in as the caller no more. Whoever signs in there next with a verified address that is the caller’s is linked again. Sessions go on; end them with DELETE /accounts/auth-token. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        delete: operations["removeOAuthLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/oauth-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List OAuth links
         * @description The OpenID providers whose user signs in as the caller, the newest first: at most one user of each provider.
         */
        get: operations["listOAuthLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OAuth callback handler
         * @description Completes an OAuth sign-in, once, in the browser that began it. A browser that arrives here from the provider is redirected (302) to the origin that asked, with `code`, `state` and `iss` as they came, or with `error`; the page there calls this operation with them, with credentials, and gets the tokens or the MFA challenge as JSON. No redirect carries a token.
         */
        get: operations["handleOAuthCallback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/oauth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Initiate OAuth login flow
         * @description Where to send the browser to sign in through the OpenID provider. Call it from a page of APP_ORIGINS with credentials: the cookie that it sets binds the sign-in to this browser for ten minutes. An unknown account is refused only at the callback.
         */
        get: operations["getOAuthLoginUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove passkey
         * @description Removes a passkey. With the last factor the recovery codes go, too. Root and administrators may do it for members who are in this account alone. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List passkeys
         * @description The caller's own passkeys, oldest first.
         */
        get: operations["listPasskeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/checkout-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get checkout URL
         * @description Opens a page of Stripe on which the account subscribes to a plan, with addons of the same interval and currency. The newest page of an account is the only one that works. From there people return to the page that asked, if APP_ORIGINS lists it. An account that pays for a plan changes it with PATCH /accounts/payment/subscription.
         */
        post: operations["getCheckoutUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/dashboard-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get dashboard URL
         * @description Opens Stripe's portal for the account: payment methods, invoices, the subscription. Whoever has the address gets in, for some minutes.
         */
        get: operations["getDashboardUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/free-subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create free subscription
         * @description Chooses the plan that costs nothing; no payment method is needed. Again is the same.
         */
        post: operations["createFreeSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get prices
         * @description What the plans and addons cost, in the order of the products. At most a minute old.
         */
        get: operations["getPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get products
         * @description The plans and addons that can be had, plans first, the cheapest first. At most a minute old.
         */
        get: operations["getProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get subscription
         * @description The subscription of the account, as Stripe has it now.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        /**
         * Cancel subscription
         * @description Lets the subscription end with its period; the account then has the free plan, if there is one. Until then it can be renewed in the portal. Again changes nothing.
         */
        delete: operations["cancelSubscription"];
        options?: never;
        head?: never;
        /**
         * Update subscription
         * @description Changes items by their id, adds addons by their price, removes items with quantity 0; what is not named stays. What costs as much or more per month, or is paid for longer, begins at once: the difference for the rest of the period is charged, and if that fails nothing changes. Anything else begins when the period ends. A new change takes the place of one that was to come, and sending what there is takes that back.
         */
        patch: operations["updateSubscription"];
        trace?: never;
    };
    "/accounts/payment/subscription-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get subscription items
         * @description The plan and the addons that the account has now.
         */
        get: operations["getSubscriptionItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Process payment webhook
         * @description For Stripe: takes an event that is signed in the header Stripe-Signature, keeps it, and answers before anything follows from it. An event that was received before is answered alike.
         */
        post: operations["processPaymentWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/profile-image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload profile image
         * @description Replaces the caller's profile image. What is shown is encoded anew in the same format, at most 512 pixels in each direction, upright, without metadata; of an animation the first frame. A large image may come in parts, in any order: the last one to arrive sets it, and parts that wait for an hour are discarded.
         */
        post: operations["uploadProfileImage"];
        /**
         * Delete profile image
         * @description Deletes the caller's profile image, if there is one.
         */
        delete: operations["deleteProfileImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * View recovery codes
         * @description The recovery codes that are left. Root and administrators may see those of members who are in this account alone. The owner gets a mail. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        get: operations["viewRecoveryCodes"];
        put?: never;
        /**
         * Issue recovery codes
         * @description Ten new recovery codes; the earlier ones are worthless from then on. It takes a second factor that is on. Root and administrators may do it for members who are in this account alone. The owner gets a mail. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        post: operations["issueRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/refresh-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh authentication token
         * @description Exchanges a refresh token for a new pair; the old access token ends. The same request again within seconds gets the same pair. Using an old refresh token later ends the session and mails its owner. A session that a key made is refreshed within the addresses and the rate of the key.
         */
        post: operations["refreshToken"];
        /**
         * Revoke a refresh token
         * @description Lets one of the caller's own sessions run out: its access token works until it expires, and cannot be renewed.
         */
        delete: operations["revokeRefreshToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/remove-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove user from account
         * @description Ends a membership at once, with the sessions, keys and creds that belong to it, or takes a pending invitation back. What the member made stays. Who is a member of nothing any more, and founded nothing, is deleted altogether.
         */
        delete: operations["removeUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename account
         * @description Gives the account another name, for its root user with a mailed code. The old name stops working at once; every session of every member ends, the caller's too, and each gets a mail. API keys go on. A name that another account has is a 409, after which the same code may be used again.
         */
        patch: operations["renameAccount"];
        trace?: never;
    };
    "/accounts/request-email-address-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request email address change
         * @description Mails a link to the present address of the caller. It mails a second one to the new address, and that one completes the change. Each lives 24 hours; a new request replaces an earlier one. Whether somebody else has the new address, only they are told.
         */
        post: operations["requestEmailAddressChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/request-reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a password reset
         * @description Mails a link for choosing a new password, if somebody with a password and a confirmed address has it; the answer is the same if not. The link lives 15 minutes, and newer ones leave it alone. Mails to one address are bounded: within a minute none is sent, and beyond twenty a day the newest link lives for another 15 minutes instead.
         */
        post: operations["requestResetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/resend-confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend email confirmation
         * @description Mails a new link and code for the newest sign-ups (three at most) that wait for the address to be confirmed; the answer is the same if there are none. Earlier links and codes go on, and so do their 48 hours.
         */
        post: operations["resendAccountConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/resend-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend an invitation
         * @description Mails a new link to a pending member, good for 48 hours from now. The earlier link stops working.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset or change a password
         * @description With the token of a reset mail: sets the password and ends every session of the person. While signed in, with the current password, and with the MFA token if a second factor is on: changes it and ends every other session. API keys go on. A notice goes to the owner.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update user role
         * @description Changes a member's role. It holds from their next request on, with every session and key they have, and on the message bus for the creds that they have. Nobody changes their own role, or the root's.
         */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/accounts/session-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description The live sessions of the caller, newest first: of a person those in all their accounts, of a key those that were made from it. `token` and `refresh_token` are handles: they end a session and do nothing else.
         */
        get: operations["getSessionTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/set-emergency-credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set emergency credit
         * @description Sets how much may be spent in a month on further resources when the fixed ones are used up; 0 is nothing. For root, administrators and billing.
         */
        patch: operations["setEmergencyCredit"];
        trace?: never;
    };
    "/accounts/set-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Accepts an invitation with the token of its mail. A new person chooses a password; a person who has one proves it. No tokens are returned: sign in next.
         */
        post: operations["setPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/submit-contact-form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit contact form
         * @description Mails a message to the support of this gateway or to a member of the account, with an answer going to the caller. Ten an hour per person.
         */
        post: operations["submitContactForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/suspend-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Suspend user
         * @description Suspends a member of this account, or lets them in again. While suspended, their sessions, keys and creds of this account are refused; afterwards they work as before, if they have not run out. Their other accounts are untouched.
         */
        patch: operations["suspendUser"];
        trace?: never;
    };
    "/accounts/token-validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate token
         * @description Whether an access or refresh token would be honoured now. Changes nothing.
         */
        post: operations["validateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End all sessions of a person
         * @description Ends every session of a person in this account, the caller's own too. Root and administrators may do it to other members. API keys go on.
         */
        delete: operations["revokeTokens"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove TOTP
         * @description Removes the authenticator app. With the last factor the recovery codes go, too. Root and administrators may do it for members who are in this account alone. Asks for the step-up: sign in again if this answers `step_up_required`.
         */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete user
         * @description Deletes the caller for good, with a mailed code: from every account, with sessions, API keys and factors. The accounts stay. Who is root of an account has to delete that first.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Update user
         * @description Changes names and settings of the caller; what is left out stays as it is, in notification_preferences too. Root and administrators change the names, and only the names, of members who belong to this account alone. `email` selects the member and never changes the address. `totp_enabled` and `passkey_enabled` ask for the step-up: sign in again if this answers `step_up_required`.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/accounts/user-login-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get user login data
         * @description Who the caller is, in which account and role, and the settings that a user interface needs.
         */
        get: operations["getUserLoginData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/user-mfa-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get user MFA info
         * @description Which second factors are on. Root and administrators may ask about members who are in this account alone.
         */
        get: operations["getUserMfaInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite a user
         * @description Invites somebody to this account by mail. The membership is pending until the person follows the link, within 48 hours: who is new here sets a password, who signs in here already proves theirs. The answer is the same for known and unknown addresses, and until then the account sees only what was typed here.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/users/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users by account
         * @description Everybody in this account by address: the root, members, and who has still to accept an invitation.
         */
        get: operations["listUsersByAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approve-email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail leads to, and what its button does */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail leads to, and what its button does */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail leads to, and what its button does */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail leads to, and what its button does */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/confirm-email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail leads to, and what its button does */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail leads to, and what its button does */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether the process runs */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            status: string;
                            version: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can answer, and the database takes writes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether it can answer, and the database takes writes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            status: string;
                            version: string;
                            database: string;
                            messaging: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect a token
         * @description What an API key or access token is worth now, in the shape of RFC 7662, for services that are handed one. Only about credentials of the caller's own account; everything else is just not active. The body may be JSON or a form. Beside the usual credentials it takes those of OAuth clients, client_secret_basic and client_secret_post, with the id of an API key and the key. A key for this wants no other scope than tokens:introspect.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/introspect/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect many tokens
         * @description The same for up to 100 tokens in one call, answered in their order.
         */
        post: operations["introspectTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus; for loopback, or with METRICS_TOKEN as bearer */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Metrics for Prometheus; for loopback, or with METRICS_TOKEN as bearer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This document */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profile-images/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A profile image */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A profile image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/*": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document, for people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This document, for people */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reference/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document, for people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This document, for people */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reference/js/scalar.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The script of the page for people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The script of the page for people */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/javascript": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail leads to, and what its button does */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail leads to, and what its button does */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/secret-scanning/github": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report leaked API keys
         * @description For GitHub: keys that were found in public, signed in the headers Github-Public-Key-Identifier and Github-Public-Key-Signature. Each that is alive is deleted at once, and its owner gets a mail. Answers 404 where the operator has not set GITHUB_SECRET_SCANNING_KEYS.
         */
        post: operations["reportLeakedKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/set-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail leads to, and what its button does */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail leads to, and what its button does */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail leads to, and what its button does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify a credential for a proxy
         * @description For auth_request of nginx, ForwardAuth of Traefik, forward_auth of Caddy and ext_authz of Envoy (docs/proxies.md): the headers of the client come along, the status of the answer says whether to let it through, and its headers say who it is. Counts against the rate of the key. A request that brings such headers itself is refused.
         */
        get: operations["verifyCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account as its members see it */
        Account: {
            /**
             * @description Ten digits
             * @example 4821907365
             */
            id?: string;
            /**
             * @description Normalised name, which members type when they sign in
             * @example acme
             */
            name?: string;
            /**
             * @description The name as it was typed
             * @example ACME
             */
            display_name?: string;
            /**
             * Format: email
             * @description Address of the root user
             */
            root_email?: string;
            /** @enum {unknown} */
            subscription_status?: "active" | "pending" | "cancelled";
            /** @example free */
            subscription_plan?: string;
            /**
             * Format: float
             * @description Monthly ceiling for buying extra resources
             */
            emergency_credit?: number;
            country?: string;
            company_name?: string;
            address?: string;
            website?: string;
            phone_number?: string;
            scheduled_for_deletion?: boolean;
            /**
             * Format: date-time
             * @description Only while a deletion is scheduled
             */
            deletion_date?: string;
            region?: string;
            provider?: string;
            bstier?: number;
            cloud?: boolean;
            hub?: boolean;
        };
        AddExportRequest: {
            export: {
                /**
                 * @description Names the export within the account, 1–64 characters
                 * @example ticks
                 */
                name: string;
                /**
                 * @description What is offered: `*` stands for one token, `>` at the end for one or more; the first token is no wildcard
                 * @example ticks.>
                 */
                subject: string;
                /**
                 * @description stream: importers receive what is published there; service: importers send requests there
                 * @enum {unknown}
                 */
                type: "stream" | "service";
                /** @description Position of a `*` of the subject, counted from 1, at which every importer has its own account's key: each gets or calls its own subject and no other */
                token_position?: number;
                /** @description Ids of the only accounts that may import it; without it all may. Others see nothing of it */
                allowed_accounts?: string[];
            };
        };
        AddImportRequest: {
            import: {
                /**
                 * @description Names the import within the account, 1–64 characters
                 * @example ticks
                 */
                name: string;
                /**
                 * @description What is imported, all or a part of what is exported: `*` stands for one token, `>` at the end for one or more; the first token is no wildcard
                 * @example ticks.>
                 */
                subject: string;
                /**
                 * @description Id or name of the account that exports it
                 * @example 4821907365
                 * @example acme
                 */
                account: string;
                /** @description As in the export. The subject has `*` there, and your account's key takes its place */
                token_position?: number;
                /**
                 * @description Where your account's clients find it, with the same wildcards in the same order; by default the same subject
                 * @example ticks.>
                 */
                local_subject?: string;
            };
        };
        ApiKey: {
            /**
             * @description Names the key in lists, logs and DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds end
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The last four characters, a checksum of the rest
             * @example 7d4a
             */
            last_4_characters: string;
            /** @description Right to ten seconds; null until the key is used */
            last_used_on: string | null;
            /**
             * @description Name of the account
             * @example acme
             */
            account: string;
            /** @description Id of the key that issued this one, whose limits hold for it too; null if a person did */
            issued_by: string | null;
            /** @description Null: all that the owner may */
            scopes: string[] | null;
            /** @description Null: from anywhere */
            allowed_ips: string[] | null;
            /** @description Null: no limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /**
             * @description Whether it belongs to a member or to the account itself
             * @enum {unknown}
             */
            owner: "member" | "account";
            /**
             * @description What a key of the account may do
             * @example developer
             */
            role?: string;
            /** @description Id of the key that it was made to replace */
            replaces: string | null;
            /** @description Id of its successor: the key was rotated, and expires_on is the end of its grace */
            replaced_by: string | null;
        };
        ApiKeyUsage: {
            /**
             * @description Names the key in lists, logs and DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds end
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /** @description Right to ten seconds; null until the key is used */
            last_used_on: string | null;
            /** @description Days on which it was used, of the last 90 */
            days: {
                /**
                 * Format: date
                 * @description A day in UTC
                 * @example 2026-11-26
                 */
                date: string;
                /** @description Requests that the key was accepted for, and those of sessions made from it */
                uses: number;
                /**
                 * Format: date-time
                 * @description The last of them
                 * @example 2026-11-23T09:30:00.000Z
                 */
                last_used_on: string;
                /** @description The latest 20 of that day */
                networks: {
                    /**
                     * @description An IPv4 address, or the /64 of an IPv6 one
                     * @example 192.0.2.7
                     * @example 2001:db8:1:2::/64
                     */
                    network: string;
                    uses: number;
                    /**
                     * Format: date-time
                     * @description The last of them
                     * @example 2026-11-23T09:30:00.000Z
                     */
                    last_used_on: string;
                }[];
            }[];
        };
        AuditEvent: {
            /** @example evt_01kc9f3m8e7q1v5t2x4y6z8a0b */
            id: string;
            /** Format: date-time */
            occurred_on: string;
            /**
             * @description docs/audit-log.md explains each
             * @example api_key.issued
             */
            action: string;
            actor: {
                /**
                 * @description interactive: a person who was signed in; key: an API key, or a session made from one; anonymous; system
                 * @example interactive
                 */
                kind: string;
                /** @description The person, or whom an anonymous request proved or claimed to be */
                user_id: string | null;
                /** @description The address of the person, as long as they are a member */
                email: string | null;
                /** @description The session or key that acted */
                credential_id: string | null;
            };
            target: {
                type: string;
                id: string;
            } | null;
            /** @description Where the request came from */
            ip: string | null;
            /** @description The program that sent it, as it calls itself */
            user_agent: string | null;
            /** @description The X-Request-Id of the request, if one did it */
            request_id: string | null;
            /** @description What else there is to know of this action */
            details: {
                [key: string]: unknown;
            };
        };
        /** @description Signed in */
        AuthResponse: {
            /** @description Access token (JWT, EdDSA), for Authorization: Bearer; lives an hour */
            auth_token: string;
            /** @description Opaque; POST /accounts/refresh-token exchanges it. Lives 24 hours from its last exchange. */
            refresh_token: string;
            passkey_enabled: boolean;
            totp_enabled: boolean;
            account: components["schemas"]["Account"];
            /** @description How many of the oldest sessions ended with this sign-in: a person has a hundred in an account at most, and so has a key. Absent if none did. */
            ended_sessions?: number;
        };
        AuthWithApiKeyRequest: {
            /** @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a */
            api_key: string;
        };
        AuthWithPasswordRequest: {
            /** Format: email */
            email: string;
            /** Format: password */
            password: string;
            /** @description Name of the account. Without it: the account that the person is root of, or else the only one they are in; of several that are none of those, `account_required` gives the names to choose from. */
            account?: string;
        };
        AuthWithRecoveryCodeRequest: {
            /** @description The token that the first factor was answered with */
            token: string;
            /** @example ABCD-1234 */
            code: string;
            /** @description Name of the account, if the first half of the sign-in named none of several */
            account?: string;
        };
        AuthWithTotpRequest: {
            /** @description The token that the first factor was answered with */
            token: string;
            /**
             * @description Six digits from the authenticator app
             * @example 123456
             */
            code: string;
            /**
             * Format: email
             * @description Has to be the address of the person who is signing in
             */
            email?: string;
            /** @description Name of the account, if the first half of the sign-in named none of several */
            account?: string;
        };
        BeginAuthWithPasskeyRequest: {
            /** Format: email */
            email: string;
            /** @description Name of the account. Without it: the account that the person is root of, or else the only one they are in. */
            account?: string;
        };
        BeginPasskeyRegistrationRequest: {
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        ChangeEmailAddressActionRequest: {
            /** @description From the link in a mail */
            token: string;
        };
        CompleteAuthWithPasskeyRequest: {
            /** @description What navigator.credentials.get gave, in JSON */
            credential: string | Record<string, never>;
            /** @description Name of the account. Without it: the account that the person is root of, or else the only one they are in. */
            account?: string;
            /** @description The token that the first factor was answered with */
            token?: string;
            /** @description Has to be the address it was begun with */
            email?: string;
        };
        CompletePasskeyRegistrationRequest: {
            /** @description What navigator.credentials.create gave, in JSON */
            credential: string | Record<string, never>;
            /** @description What its owner calls it, 1–64 characters */
            credential_alias: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        ConfirmEmailRequest: {
            /** @description From the link in the mail */
            token?: string;
            /** @description Ten digits from the mail, with or without the hyphen */
            code?: string;
            /**
             * Format: password
             * @description The password that counts from then on: that of the sign-up, or a new one (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character). With a code, a new one takes a request from the network that the sign-up came from; with a token it does not.
             */
            password?: string;
        } & (unknown | unknown);
        ConfirmTotpRegistrationRequest: {
            /**
             * @description Six digits from the authenticator app
             * @example 123456
             */
            code: string;
            /** @description As it was shown */
            secret: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        CreateAccountRequest: {
            /** @description Name of the account, 1–64 characters; case and surrounding spaces do not count */
            name: string;
            /**
             * Format: email
             * @description Address of the root user. A person is root of at most one account.
             */
            root_email: string;
            /**
             * Format: password
             * @description For a new person a new password: 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character. For a person who is known already, their current password.
             */
            password: string;
            /** @description First name of the root user */
            root_first_name?: string;
            /** @description Last name of the root user */
            root_last_name?: string;
            /** @description Country */
            country?: string;
            /** @description Company */
            company_name?: string;
            /** @description Postal address */
            address?: string;
            /** @description Website */
            website?: string;
            /** @description Phone number */
            phone_number?: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        CreateUserRequest: {
            /** @description First name, 1–100 characters */
            first_name: string;
            /** @description Last name, 1–100 characters */
            last_name: string;
            /**
             * Format: email
             * @description Whom to invite
             * @example jane.smith@example.com
             */
            email: string;
            /**
             * @description Role in this account
             * @example developer
             * @enum {unknown}
             */
            role: "admin" | "developer" | "monitor" | "billing";
        };
        DeleteAccountRequest: {
            /**
             * @description Six digits, mailed by GET /accounts/email-code
             * @example 123456
             */
            email_code: string;
            /**
             * @description Whether to wait 14 days; a date that is set already stays
             * @default false
             */
            in_14_days?: boolean;
        };
        /** @description The same as the query, for what should not stand in an address */
        DeleteApiKeyRequest: {
            /** @description Key id (available in the key list) */
            id?: string;
            /** @description Full API key. Better sent in the body: addresses end up in logs. */
            key?: string;
            /**
             * Format: email
             * @description Owner of the key; by default anybody within reach
             */
            email?: string;
        };
        DeletedApiKey: {
            /**
             * @description Names the key in lists, logs and DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds end
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /** @description The key, if the request named it in full */
            key?: string;
            /** @description Never sent here */
            creds?: string;
            /** @description Ids of the keys that end with it: those that it had issued, and the successors that it made by rotating itself, with theirs */
            also_deleted: string[];
            /** @description Whether the message bus has confirmed the revocation of the creds; false: it will as soon as it can be reached; null: this gateway has no message bus */
            creds_revoked: boolean | null;
        };
        /** @description A failure */
        Error: {
            /** @description What went wrong, in short, for people */
            error: string;
            /** @description What to do about it */
            message: string;
            /** @description Stable, for programs: invalid_request, invalid_json, duplicate_header, host_required, malformed_request, weak_password, common_password, account_name_taken, already_root, nats_server_too_old, invalid_confirmation, confirmation_needs_password, unknown_member, already_member, invitation_not_pending, impossible_target, unknown_api_key, too_many_keys, line_too_long, account_required, unknown_session, invalid_reset, invalid_invitation, password_unchanged, invalid_email_code, deletion_not_scheduled, unknown_recipient, invalid_image, image_too_large, invalid_email_change, invalid_signature, oauth_not_configured, oauth_failed, invalid_totp_code, invalid_passkey, passkey_taken, too_many_passkeys, passkeys_not_configured, factor_not_registered, mfa_not_enabled, sharing_name_taken, sharing_limit_reached, no_matching_export, unknown_export, unknown_import, already_subscribed, no_free_plan, payment_method_required, payment_failed, payment_confirmation_required, payment_due, subscription_ending, payment_refused, invalid_webhook, unauthorized, invalid_credentials, email_not_confirmed, invalid_token, invalid_second_factor, invalid_recovery_code, passkey_refused, step_up_required, insufficient_permissions, interactive_required, insufficient_scope, address_not_allowed, other_account, identity_header_sent, beyond_own_limits, creds_barred, sign_up_not_allowed, person_required, not_found, api_key_not_found, passkey_not_found, subscription_not_found, method_not_allowed, request_timeout, account_name_in_use, upload_conflict, subscription_busy, api_key_replaced, deleted_meanwhile, payload_too_large, unsupported_media_type, unsupported_encoding, expectation_failed, unknown_oauth_link, replayed_key_is_gone, idempotency_key_reused, headers_too_large, too_many_requests, oauth_provider_failed, internal_error, database_not_writable, images_unavailable, portal_not_configured, payments_not_configured, payments_unavailable, unavailable */
            code: string;
            /** @description Each problem of the request and where it is; with code invalid_request */
            details?: {
                path: string;
                message: string;
            }[];
            /** @description A page of Stripe to confirm the payment on; with code payment_confirmation_required */
            confirmation_url?: string;
            /** @description Seconds to wait; with status 429 */
            retry_after?: number;
            /** @description With status 5xx, as in the header X-Request-Id: by it the operator finds why in the log */
            request_id?: string;
            /** @description The accounts to choose from; with code account_required */
            accounts?: {
                name: string;
                display_name: string;
            }[];
        };
        GenerateTotpKeyRequest: {
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        GetCheckoutUrlRequest: {
            /**
             * @description Price id of the plan
             * @example price_1Pro
             */
            base_subscription: string;
            addons?: {
                /**
                 * @description Price id of the addon
                 * @example price_1Seats
                 */
                id: string;
                /** @description Not looked at: the price says what it is */
                type: string;
                quantity: number;
            }[];
        };
        ImportsExports: {
            /** @description Your account's public key on the message bus: what stands at a token position */
            account_key: string;
            exports: {
                /** @example ticks */
                name: string;
                /** @example ticks.> */
                subject: string;
                /** @enum {unknown} */
                type: "stream" | "service";
                token_position: number | null;
                /** Format: date-time */
                created_on: string;
                /** @description Null: all accounts */
                allowed_accounts: string[] | null;
                /** @description How many accounts import it */
                importers: number;
            }[];
            imports: {
                /** @example ticks */
                name: string;
                /** @example ticks.> */
                subject: string;
                /** @enum {unknown} */
                type: "stream" | "service";
                token_position: number | null;
                /** Format: date-time */
                created_on: string;
                /** @description Where your account's clients find it */
                local_subject: string;
                /** @description Id of the account that exports it */
                account: string;
                /** @description Null while the import is broken */
                account_name: string | null;
                /**
                 * @description broken: nothing flows, since no export of that account covers it for yours (any more)
                 * @enum {unknown}
                 */
                status: "active" | "broken";
            }[];
        };
        IntrospectTokenRequest: {
            /**
             * @description An API key or an access token; anything else is not active
             * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
             */
            token: string;
            /** @description RFC 7662, §2.1; read from the token itself here */
            token_type_hint?: string;
            /** @description In a form, in place of the headers (client_secret_post): the id of the API key that asks */
            client_id?: string;
            /** @description In a form: that API key */
            client_secret?: string;
        };
        IntrospectTokensRequest: {
            /** @description Up to 100 */
            tokens: string[];
        };
        /** @description What a token is worth */
        Introspection: {
            /** @description Whether the token is a live credential of the caller's own account. If not, nothing else is said, whatever the reason */
            active: boolean;
            /**
             * @description Scopes, separated by spaces; *:* if nothing narrows it
             * @example orders:read
             */
            scope?: string;
            /** @description Address of the person; not there for a key of the account */
            username?: string;
            /** @example Bearer */
            token_type?: string;
            /** @description When it ends, in Unix seconds */
            exp?: number;
            /**
             * @description Id of the person; of a key of the account, that of the member that it acts as and nobody is
             * @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            sub?: string;
            /** @description This gateway, as PUBLIC_URL names it */
            iss?: string;
            /** @example 4821907365 */
            account_id?: string;
            /**
             * @description What the person is in the account now
             * @example developer
             */
            role?: string;
            /**
             * @description A person who is signed in, or a key or a session made from one
             * @enum {unknown}
             */
            kind?: "interactive" | "key";
            /**
             * @description Whether it belongs to a member or to the account itself
             * @enum {unknown}
             */
            owner?: "member" | "account";
            /** @description The API key, or the one that the session was made from */
            key_id?: string | null;
            /** @description Addresses from which alone it may be used. Who introspects has to compare; GET /verify does it by itself */
            allowed_ips?: string[] | null;
            /** @description How often it may be used. Introspection spends nothing of it; GET /verify does */
            rate_limit?: {
                requests: number;
                per_seconds: number;
            } | null;
        };
        IssueApiKeyRequest: {
            /** @description What the key is for, 1–100 characters; several keys may have the same name */
            key_name: string;
            /** @description Days until the key ends; 90 unless the operator set another default */
            expiry_days?: number;
            /**
             * @description What the key may do at most: resource:action in lower case, "*" for any resource or action. Without it, all that its owner may
             * @example [
             *       "account:read",
             *       "orders:*"
             *     ]
             */
            scopes?: string[];
            /**
             * @description Addresses and networks (CIDR, IPv4 and IPv6) from which alone the key may be used
             * @example [
             *       "203.0.113.0/24",
             *       "2001:db8::/32"
             *     ]
             */
            allowed_ips?: string[];
            rate_limit?: components["schemas"]["RateLimit"];
            /**
             * @description account: a key that belongs to nobody, and stays when the person who made it goes; for root and administrators
             * @default member
             * @enum {unknown}
             */
            owner?: "member" | "account";
            /**
             * @description What a key of the account may do; needed there, and only there
             * @enum {unknown}
             */
            role?: "admin" | "developer" | "monitor" | "billing";
        };
        IssueRecoveryCodesRequest: {
            /**
             * Format: email
             * @description Whose; by default the caller
             */
            email?: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        IssuedApiKey: {
            /**
             * @description Names the key in lists, logs and DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds end
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The API key. Shown now and never again: only its hash is stored.
             * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
             */
            key: string;
            /** @description Creds file for the command line and the message bus. Secret. GET /accounts/api-creds gives it again for the full key. Absent if the bus cannot hold the key to its limits: scopes that do not cover messaging:connect, or allowed_ips. */
            creds?: string;
            /** @description Null: all that the owner may */
            scopes: string[] | null;
            /** @description Null: from anywhere */
            allowed_ips: string[] | null;
            /** @description Null: no limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
        };
        LoginData: {
            account: components["schemas"]["Account"];
            /**
             * Format: email
             * @description Address of the caller
             */
            user: string;
            /** @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b */
            user_id: string;
            /** @example developer */
            role: string;
            first_name: string;
            last_name: string;
            mfa: {
                passkey_enabled: boolean;
                totp_enabled: boolean;
            };
            /** @example auto */
            theme: string;
            sound: boolean;
            notification_preferences: {
                task_status_changes: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                task_assignments: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                task_mentions: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                task_watcher_updates: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                /** @enum {unknown} */
                batch_mode: "immediate" | "hourly" | "daily";
                quiet_hours: {
                    enabled: boolean;
                    /**
                     * @description HH:MM
                     * @example 22:00
                     */
                    start: string;
                    /**
                     * @description HH:MM; before the start if the quiet spans midnight
                     * @example 22:00
                     */
                    end: string;
                    /**
                     * @description IANA time zone
                     * @example Europe/Lisbon
                     */
                    timezone: string;
                };
            };
            profile_image?: {
                /** @description File name */
                name: string;
                contentType: string;
                /** @description Where everybody can get it; another one after each upload */
                url: string;
            };
        };
        Member: {
            /**
             * @description Once the invitation is accepted
             * @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id?: string;
            /** @description Address; of a pending member as the inviter typed it */
            email: string;
            /** @example developer */
            role: string;
            is_suspended: boolean;
            /** @description Whether the address is proven; false while the invitation is pending */
            email_confirmed: boolean;
            /** @description Of a pending member as the inviter typed it */
            first_name: string;
            /** @description Of a pending member as the inviter typed it */
            last_name: string;
            /** @description Whether the person has still to accept */
            invitation_pending: boolean;
            /**
             * Format: date-time
             * @description When a pending invitation lapses and leaves the list
             */
            invitation_expires_on?: string;
        };
        MeshNodes: {
            /** @description What was asked for last; null if nothing was: then every stream is where its client put it */
            desired: {
                num_nodes: number;
                regions: string[];
            } | null;
            /** @description What was last wholly met */
            applied: {
                num_nodes: number;
                regions: string[];
            } | null;
            /**
             * @description unset: nothing was asked for. stored: this gateway has no NATS server yet. applying: streams are on their way. applied: all are in place. failing: something is in the way; the gateway goes on trying
             * @enum {unknown}
             */
            state: "unset" | "stored" | "applying" | "applied" | "failing";
            /** @description What is in the way of the whole wish */
            reason: string | null;
            /** @description The streams, as of checked_on */
            streams: {
                /** @description Null before the first look */
                total: number | null;
                /** @description Those that have all their copies where they shall be */
                placed: number | null;
                /** @description Up to 20 streams that something is in the way of */
                failing: {
                    name: string;
                    reason: string;
                }[];
            };
            /** @description When the streams were last looked at; null before the first look */
            checked_on: string | null;
            /** @description Since when the streams could not be looked at, for the reason given; null while they can */
            unseen_since: string | null;
        };
        MfaInfo: {
            passkey_enabled: boolean;
            totp_enabled: boolean;
        };
        /** @description The password was right; a second factor is needed */
        MfaRequiredResponse: {
            /** @description Names this sign-in when the second factor is sent; lives five minutes */
            token: string;
            passkey_enabled: boolean;
            totp_enabled: boolean;
        };
        Passkey: {
            /**
             * @description Credential id, base64url
             * @example cGFzc2tleV9pZF9vZl8xNg
             */
            id: string;
            /** @example Ada’s phone */
            alias: string;
            /** Format: date-time */
            created_on: string;
            last_used_on: string | null;
            transports: string[];
        };
        PasskeyAlias: {
            /**
             * @description Credential id, base64url
             * @example cGFzc2tleV9pZF9vZl8xNg
             */
            id: string;
            /** @example Ada’s phone */
            alias: string;
            /** Format: date-time */
            created_on: string;
        };
        PasskeyCreationOptions: {
            /** @description base64url */
            challenge: string;
            rp: {
                id: string;
                name: string;
            };
            user: {
                id: string;
                name: string;
                displayName: string;
            };
            pubKeyCredParams: {
                alg: number;
                type: string;
            }[];
            /** @description Milliseconds */
            timeout: number;
            attestation: string;
            excludeCredentials: {
                /** @description Credential id, base64url */
                id: string;
                /** @example public-key */
                type: string;
                transports: string[];
            }[];
            authenticatorSelection: {
                residentKey: string;
                requireResidentKey: boolean;
                userVerification: string;
            };
            extensions: {
                credProps: boolean;
            };
            hints: string[];
        };
        PasskeyRequestOptions: {
            /** @description base64url */
            challenge: string;
            /** @description Milliseconds */
            timeout: number;
            /** @example app.example.com */
            rpId: string;
            allowCredentials: {
                /** @description Credential id, base64url */
                id: string;
                /** @example public-key */
                type: string;
                transports: string[];
            }[];
            /** @example preferred */
            userVerification: string;
        };
        Price: {
            /**
             * @description Price id
             * @example price_1Pro
             */
            id: string;
            /**
             * @description Product id
             * @example prod_Pro
             */
            product: string;
            /**
             * @description ISO 4217, in lower case
             * @example eur
             */
            currency: string;
            lookup_key?: string;
            nickname?: string;
            /**
             * @description In the smallest unit of the currency: cents, or whole yen
             * @example 1900
             */
            unit_amount: number;
            /**
             * @description In units of the currency
             * @example 19
             */
            amount: number;
            /**
             * @description How often it is paid: day, week, month or year
             * @example month
             */
            interval: string;
            /**
             * @description Every so many of them
             * @example 1
             */
            interval_count: number;
            /** @description As the operator has set it at Stripe */
            metadata: {
                [key: string]: string;
            };
        };
        /** @description Stripe's event object */
        ProcessPaymentWebhookRequest: Record<string, never>;
        Product: {
            /**
             * @description Product id
             * @example prod_Pro
             */
            id: string;
            /** @example Pro */
            name: string;
            /**
             * @description A subscription has one plan, and addons beside it
             * @enum {unknown}
             */
            kind: "plan" | "addon";
            description?: string;
            marketing_features: {
                name?: string;
            }[];
            price?: components["schemas"]["Price"];
            /** @description As the operator has set it at Stripe */
            metadata: {
                [key: string]: string;
            };
        };
        /**
         * @description So many requests in each window of so many seconds, with the key, its sessions and the keys it issued
         * @example {
         *       "requests": 100,
         *       "per_seconds": 60
         *     }
         */
        RateLimit: {
            requests: number;
            per_seconds: number;
        };
        /** @description A refresh token, by its handle */
        RefreshToken: {
            account_id: string;
            user_id: string;
            /** @description Name of the account */
            account: string;
            /** Format: email */
            email: string;
            role: string;
            /** @description Unix seconds: when it ends if nobody uses it */
            expiry: number;
            /**
             * @description Handle that ends it, and does nothing else
             * @example auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            token: string;
        };
        RefreshTokenRequest: {
            /** @description The access token of the same session; it may have expired */
            auth_token: string;
            refresh_token: string;
        };
        RemoveAllPasskeysRequest: {
            /**
             * Format: email
             * @description Whose; by default the caller
             */
            email?: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        RemoveExportRequest: {
            /** @description Its name within the account */
            name: string;
        };
        RemoveImportRequest: {
            /** @description Its name within the account */
            name: string;
        };
        RemoveOAuthLinkRequest: {
            /**
             * @description The provider's issuer, as the list has it
             * @example https://login.example.com/
             */
            issuer: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        RemovePasskeyRequest: {
            /** @description Its id, in base64url or base64 */
            id: string;
            /**
             * Format: email
             * @description Whose; by default the caller
             */
            email?: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        RemoveTotpRequest: {
            /**
             * Format: email
             * @description Whose; by default the caller
             */
            email?: string;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        RemoveUserRequest: {
            /**
             * Format: email
             * @description Address of the member
             * @example jane.smith@example.com
             */
            email: string;
        };
        RenameAccountRequest: {
            /**
             * @description The new name, 1–64 characters; case and surrounding spaces do not count
             * @example new-acme
             */
            new_name: string;
            /**
             * @description Six digits, mailed by GET /accounts/email-code
             * @example 123456
             */
            email_code: string;
        };
        RequestEmailAddressChangeRequest: {
            /**
             * Format: email
             * @description New email address
             */
            new_email: string;
            /**
             * Format: password
             * @description Current password; needed if there is one
             */
            password?: string;
            /** @description Token of a completed second factor; needed if one is on */
            token?: string;
        };
        RequestResetPasswordRequest: {
            /** Format: email */
            email: string;
        };
        ResendAccountConfirmationRequest: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
        };
        ResendInvitationRequest: {
            /**
             * Format: email
             * @description Address of the member
             * @example jane.smith@example.com
             */
            email: string;
        };
        ResetPasswordRequest: {
            /** @description From the link in the mail. While signed in: the MFA token, if a second factor is on */
            token?: string;
            /**
             * Format: email
             * @description With a token: has to be the address that it was mailed to
             */
            email?: string;
            /**
             * Format: password
             * @description The current password; while signed in
             */
            password?: string;
            /**
             * Format: password
             * @description The new password: 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character
             */
            new_password: string;
            /** @description With a token: also ends the API keys of the person that were issued since their last sign-in from a known place; the mail names them. Keys of an account stay. An addition to the contract. */
            end_new_keys?: boolean;
        };
        RevokeTokensRequest: {
            /** Format: email */
            email: string;
        };
        /** @description Without id and key, a key rotates itself */
        RotateApiKeyRequest: {
            /** @description Key id (available in the key list) */
            id?: string;
            /** @description Full API key. Better sent in the body: addresses end up in logs. */
            key?: string;
            /**
             * @description How long the old key lives on, at most until its own end; 0 ends it at once if a person asks. A key that rotates itself lives on for an hour at least.
             * @default 86400
             */
            grace_seconds?: number;
            /** @description Days until the successor ends; by default as long as the old key was issued for. A key that rotates itself gets no later end than it has */
            expiry_days?: number;
        };
        RotatedApiKey: {
            /**
             * @description Names the key in lists, logs and DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds end
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The API key. Shown now and never again: only its hash is stored.
             * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
             */
            key: string;
            /** @description Creds file for the command line and the message bus. Secret. GET /accounts/api-creds gives it again for the full key. Absent if the bus cannot hold the key to its limits: scopes that do not cover messaging:connect, or allowed_ips. */
            creds?: string;
            /** @description Null: all that the owner may */
            scopes: string[] | null;
            /** @description Null: from anywhere */
            allowed_ips: string[] | null;
            /** @description Null: no limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Id of the old key */
            replaces: string;
            /**
             * Format: date-time
             * @description When the old key, its creds and the sessions made from it end
             * @example 2026-11-23T09:30:00.000Z
             */
            grace_ends_on: string;
            /** @description Ids of the keys that the old one had issued: they end with it, and do not go over to its successor */
            also_ending: string[];
        };
        /** @description A session, by its handles */
        Session: {
            account_id: string;
            user_id: string;
            /** @description Name of the account */
            account: string;
            /** Format: email */
            email: string;
            role: string;
            /** @description Unix seconds: when it ends if nobody uses it */
            expiry: number;
            /**
             * @description Handle that ends it, and does nothing else
             * @example auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            token: string;
            /** @description Handle of its refresh token */
            refresh_token: string;
            ip: string;
            /**
             * @description Browser or program
             * @example Firefox 140
             */
            agent: string;
            /** @example Linux */
            platform: string;
            /** @description The membership is suspended: the session is refused until that ends */
            is_suspended: boolean;
            /**
             * @description Where the address is, or unknown
             * @example Lisbon, Portugal
             */
            location: string;
            /**
             * @description A person, or made from an API key
             * @enum {unknown}
             */
            kind: "interactive" | "key";
            /**
             * @description What was proven: password, oauth or passkey, with a second factor after a plus sign; or api_key
             * @example password+totp
             */
            method: string;
            /** Format: date-time */
            created_on: string;
            /** @description The session that is calling */
            current: boolean;
        };
        SetEmergencyCreditRequest: {
            /**
             * Format: float
             * @description In currency units, rounded to cents
             * @example 100
             */
            emergency_credit: number;
        };
        SetPasswordRequest: {
            /** @description From the link in the mail */
            token: string;
            /**
             * Format: password
             * @description A new password (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character), or the one that the person has
             */
            password: string;
        };
        /** @description Done */
        SharedResponse: {
            message: string;
            /** @description Whether the message bus has the change; false: it will as soon as it can be reached; null: this gateway has no message bus */
            confirmed: boolean | null;
        };
        SubmitContactFormRequest: {
            /**
             * Format: email
             * @description A support address of this gateway, or the address of a member of the account
             */
            to_email: string;
            /** @description What it is about */
            subject: string;
            /** @description The message; plain text */
            message: string;
            /** @description Where in the application it was written */
            location?: string;
            /** @description Phone number */
            phone_number?: string;
            /**
             * @description How an answer is wanted; `emai` is taken for `email`
             * @enum {unknown}
             */
            preferred_contact_method?: "email" | "emai" | "phone";
        };
        /** @description Stripe's subscription object, with its schedule: a second phase there is a change to come */
        Subscription: {
            /**
             * @description Subscription id
             * @example sub_1Acme
             */
            id: string;
            /** @example active */
            status: string;
            /** @description Whether it was cancelled and runs out */
            cancel_at_period_end: boolean;
            cancel_at: number | null;
            items: {
                data: ({
                    /**
                     * @description Subscription item id
                     * @example si_1Pro
                     */
                    id: string;
                    /** @description Paid for until, in Unix seconds */
                    current_period_end: number;
                } & {
                    [key: string]: unknown;
                })[];
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        SubscriptionItem: {
            /**
             * @description Subscription item id
             * @example si_1Pro
             */
            id: string;
            /** @example 1 */
            quantity: number;
            price: components["schemas"]["Price"];
        };
        SubscriptionItems: {
            /** @description Whether Stripe has something to charge */
            has_default_payment_method: boolean;
            items: components["schemas"]["SubscriptionItem"][];
        };
        /** @description Done */
        SuccessResponse: {
            message: string;
        };
        SuspendUserRequest: {
            /**
             * Format: email
             * @description Address of the member
             * @example jane.smith@example.com
             */
            email: string;
            /** @description True to suspend, false to let in again */
            suspend: boolean;
        };
        /** @description What is absent stays as it is; an empty text clears a member. */
        UpdateAccountRequest: {
            /** @description Country */
            country?: string;
            /** @description Company */
            company_name?: string;
            /** @description Postal address */
            address?: string;
            /** @description Website */
            website?: string;
            /** @description Phone number */
            phone_number?: string;
            /**
             * @description Whatever a user interface wants to remember: at most 16 KiB of JSON, and 1000 members and items in one request. Merged member by member, and a member that is null is taken out.
             * @example {
             *       "tour": "done"
             *     }
             */
            onboarding_progress?: {
                [key: string]: unknown;
            };
            /** @description Region */
            region?: string;
            /** @description Provider */
            provider?: string;
            /** @description Whether quiva.ai Cloud is switched on */
            cloud?: boolean;
            /** @description Whether quiva.ai Hub is switched on */
            hub?: boolean;
        };
        UpdateApiKeyRequest: {
            /** @description Key id (available in the key list) */
            id?: string;
            /** @description Full API key. Better sent in the body: addresses end up in logs. */
            key?: string;
            /**
             * Format: email
             * @description Owner of the key; by default anybody within reach
             */
            email?: string;
            /** @description Another name, 1–100 characters */
            key_name?: string;
            scopes?: string[] | null;
            allowed_ips?: string[] | null;
            rate_limit?: components["schemas"]["RateLimit"] | null;
        };
        UpdateMeshNodesRequest: {
            /**
             * @description How many nodes keep a copy of each stream: 1, 3 or 5, an odd number so that they can vote
             * @enum {unknown}
             */
            num_nodes: 1 | 3 | 5;
            /**
             * @description Regions of the nodes, no more than there are nodes
             * @example [
             *       "eu"
             *     ]
             */
            regions: string[];
        };
        UpdateMfaSettingsRequest: {
            /** @description The authenticator app */
            totp_enabled?: boolean;
            /** @description Passkeys */
            passkey_enabled?: boolean;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
        };
        UpdateRoleRequest: {
            /**
             * Format: email
             * @description Address of the member
             * @example jane.smith@example.com
             */
            email: string;
            /**
             * @description Role in this account
             * @example developer
             * @enum {unknown}
             */
            role: "admin" | "developer" | "monitor" | "billing";
        };
        UpdateSubscriptionRequest: {
            items: {
                /**
                 * @description Item to change; without it `price` is added
                 * @example si_1Pro
                 */
                id?: string;
                /** @description 0 removes the item */
                quantity: number;
                /**
                 * @description Price to change the item to, or to add
                 * @example price_1Team
                 */
                price?: string;
            }[];
        };
        UpdateUserRequest: {
            /**
             * Format: email
             * @description Whom to update; by default the caller
             * @example jane.smith@example.com
             */
            email?: string;
            /** @description First name, up to 100 characters */
            first_name?: string;
            /** @description Last name, up to 100 characters */
            last_name?: string;
            sound?: boolean;
            /**
             * @description light, dark or auto
             * @example dark
             */
            theme?: string;
            /** @description Whether sign-ins ask for the authenticator app */
            totp_enabled?: boolean;
            /** @description Whether sign-ins ask for a passkey */
            passkey_enabled?: boolean;
            /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
            mfa_token?: string;
            /** @description How to be notified; what is left out stays as it is */
            notification_preferences?: {
                task_status_changes?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                task_assignments?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                task_mentions?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                task_watcher_updates?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                /** @enum {unknown} */
                batch_mode?: "immediate" | "hourly" | "daily";
                quiet_hours?: {
                    enabled?: boolean;
                    /**
                     * @description HH:MM
                     * @example 22:00
                     */
                    start?: string;
                    /**
                     * @description HH:MM
                     * @example 22:00
                     */
                    end?: string;
                    /**
                     * @description IANA time zone
                     * @example Europe/Lisbon
                     */
                    timezone?: string;
                };
            };
        };
        UpdatedAccount: {
            /**
             * @description Ten digits
             * @example 4821907365
             */
            id?: string;
            /**
             * @description Normalised name, which members type when they sign in
             * @example acme
             */
            name?: string;
            /**
             * @description The name as it was typed
             * @example ACME
             */
            display_name?: string;
            /**
             * Format: email
             * @description Address of the root user
             */
            root_email?: string;
            /** @enum {unknown} */
            subscription_status?: "active" | "pending" | "cancelled";
            /** @example free */
            subscription_plan?: string;
            /**
             * Format: float
             * @description Monthly ceiling for buying extra resources
             */
            emergency_credit?: number;
            country?: string;
            company_name?: string;
            address?: string;
            website?: string;
            phone_number?: string;
            scheduled_for_deletion?: boolean;
            /**
             * Format: date-time
             * @description Only while a deletion is scheduled
             */
            deletion_date?: string;
            region?: string;
            provider?: string;
            bstier?: number;
            cloud?: boolean;
            hub?: boolean;
            /**
             * @description Whatever a user interface wants to remember: at most 16 KiB of JSON, and 1000 members and items in one request. Merged member by member, and a member that is null is taken out.
             * @example {
             *       "tour": "done"
             *     }
             */
            onboarding_progress?: {
                [key: string]: unknown;
            };
        };
        UpdatedApiKey: {
            /**
             * @description Names the key in lists, logs and DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds end
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The last four characters, a checksum of the rest
             * @example 7d4a
             */
            last_4_characters: string;
            /** @description Right to ten seconds; null until the key is used */
            last_used_on: string | null;
            /**
             * @description Name of the account
             * @example acme
             */
            account: string;
            /** @description Id of the key that issued this one, whose limits hold for it too; null if a person did */
            issued_by: string | null;
            /** @description Null: all that the owner may */
            scopes: string[] | null;
            /** @description Null: from anywhere */
            allowed_ips: string[] | null;
            /** @description Null: no limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /**
             * @description Whether it belongs to a member or to the account itself
             * @enum {unknown}
             */
            owner: "member" | "account";
            /**
             * @description What a key of the account may do
             * @example developer
             */
            role?: string;
            /** @description Id of the key that it was made to replace */
            replaces: string | null;
            /** @description Id of its successor: the key was rotated, and expires_on is the end of its grace */
            replaced_by: string | null;
            /** @description There if the new limits keep the key, or one that it issued, off the message bus: whether the bus has confirmed that the creds end, as in DELETE /accounts/api-key */
            creds_revoked?: boolean | null;
        };
        UploadProfileImageRequest: {
            /**
             * @description File name
             * @example ada.png
             */
            file_name: string;
            /**
             * Format: byte
             * @description The image, or the part of it, in base64. An image has at most 10 MiB and 40 megapixels
             */
            file: string;
            /**
             * @description What the image is: image/png, image/jpeg, image/gif, image/webp
             * @example image/png
             */
            content_type: string;
            /** @description Whether `file` is a part; then the next two are needed */
            is_chunk?: boolean;
            /** @description Which part, counted from 0 */
            chunk_index?: number;
            /** @description How many parts */
            total_chunks?: number;
            /** @description Of your own choice, the same with each part: tells two uploads apart that agree in file name, type and number of parts */
            upload_id?: string;
        };
        ValidateTokenRequest: {
            token: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Account = components['schemas']['Account'];
export type AddExportRequest = components['schemas']['AddExportRequest'];
export type AddImportRequest = components['schemas']['AddImportRequest'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyUsage = components['schemas']['ApiKeyUsage'];
export type AuditEvent = components['schemas']['AuditEvent'];
export type AuthResponse = components['schemas']['AuthResponse'];
export type AuthWithApiKeyRequest = components['schemas']['AuthWithApiKeyRequest'];
export type AuthWithPasswordRequest = components['schemas']['AuthWithPasswordRequest'];
export type AuthWithRecoveryCodeRequest = components['schemas']['AuthWithRecoveryCodeRequest'];
export type AuthWithTotpRequest = components['schemas']['AuthWithTotpRequest'];
export type BeginAuthWithPasskeyRequest = components['schemas']['BeginAuthWithPasskeyRequest'];
export type BeginPasskeyRegistrationRequest = components['schemas']['BeginPasskeyRegistrationRequest'];
export type ChangeEmailAddressActionRequest = components['schemas']['ChangeEmailAddressActionRequest'];
export type CompleteAuthWithPasskeyRequest = components['schemas']['CompleteAuthWithPasskeyRequest'];
export type CompletePasskeyRegistrationRequest = components['schemas']['CompletePasskeyRegistrationRequest'];
export type ConfirmEmailRequest = components['schemas']['ConfirmEmailRequest'];
export type ConfirmTotpRegistrationRequest = components['schemas']['ConfirmTotpRegistrationRequest'];
export type CreateAccountRequest = components['schemas']['CreateAccountRequest'];
export type CreateUserRequest = components['schemas']['CreateUserRequest'];
export type DeleteAccountRequest = components['schemas']['DeleteAccountRequest'];
export type DeleteApiKeyRequest = components['schemas']['DeleteApiKeyRequest'];
export type DeletedApiKey = components['schemas']['DeletedApiKey'];
export type Error = components['schemas']['Error'];
export type GenerateTotpKeyRequest = components['schemas']['GenerateTotpKeyRequest'];
export type GetCheckoutUrlRequest = components['schemas']['GetCheckoutUrlRequest'];
export type ImportsExports = components['schemas']['ImportsExports'];
export type IntrospectTokenRequest = components['schemas']['IntrospectTokenRequest'];
export type IntrospectTokensRequest = components['schemas']['IntrospectTokensRequest'];
export type Introspection = components['schemas']['Introspection'];
export type IssueApiKeyRequest = components['schemas']['IssueApiKeyRequest'];
export type IssueRecoveryCodesRequest = components['schemas']['IssueRecoveryCodesRequest'];
export type IssuedApiKey = components['schemas']['IssuedApiKey'];
export type LoginData = components['schemas']['LoginData'];
export type Member = components['schemas']['Member'];
export type MeshNodes = components['schemas']['MeshNodes'];
export type MfaInfo = components['schemas']['MfaInfo'];
export type MfaRequiredResponse = components['schemas']['MfaRequiredResponse'];
export type Passkey = components['schemas']['Passkey'];
export type PasskeyAlias = components['schemas']['PasskeyAlias'];
export type PasskeyCreationOptions = components['schemas']['PasskeyCreationOptions'];
export type PasskeyRequestOptions = components['schemas']['PasskeyRequestOptions'];
export type Price = components['schemas']['Price'];
export type ProcessPaymentWebhookRequest = components['schemas']['ProcessPaymentWebhookRequest'];
export type Product = components['schemas']['Product'];
export type RateLimit = components['schemas']['RateLimit'];
export type RefreshToken = components['schemas']['RefreshToken'];
export type RefreshTokenRequest = components['schemas']['RefreshTokenRequest'];
export type RemoveAllPasskeysRequest = components['schemas']['RemoveAllPasskeysRequest'];
export type RemoveExportRequest = components['schemas']['RemoveExportRequest'];
export type RemoveImportRequest = components['schemas']['RemoveImportRequest'];
export type RemoveOAuthLinkRequest = components['schemas']['RemoveOAuthLinkRequest'];
export type RemovePasskeyRequest = components['schemas']['RemovePasskeyRequest'];
export type RemoveTotpRequest = components['schemas']['RemoveTotpRequest'];
export type RemoveUserRequest = components['schemas']['RemoveUserRequest'];
export type RenameAccountRequest = components['schemas']['RenameAccountRequest'];
export type RequestEmailAddressChangeRequest = components['schemas']['RequestEmailAddressChangeRequest'];
export type RequestResetPasswordRequest = components['schemas']['RequestResetPasswordRequest'];
export type ResendAccountConfirmationRequest = components['schemas']['ResendAccountConfirmationRequest'];
export type ResendInvitationRequest = components['schemas']['ResendInvitationRequest'];
export type ResetPasswordRequest = components['schemas']['ResetPasswordRequest'];
export type RevokeTokensRequest = components['schemas']['RevokeTokensRequest'];
export type RotateApiKeyRequest = components['schemas']['RotateApiKeyRequest'];
export type RotatedApiKey = components['schemas']['RotatedApiKey'];
export type Session = components['schemas']['Session'];
export type SetEmergencyCreditRequest = components['schemas']['SetEmergencyCreditRequest'];
export type SetPasswordRequest = components['schemas']['SetPasswordRequest'];
export type SharedResponse = components['schemas']['SharedResponse'];
export type SubmitContactFormRequest = components['schemas']['SubmitContactFormRequest'];
export type Subscription = components['schemas']['Subscription'];
export type SubscriptionItem = components['schemas']['SubscriptionItem'];
export type SubscriptionItems = components['schemas']['SubscriptionItems'];
export type SuccessResponse = components['schemas']['SuccessResponse'];
export type SuspendUserRequest = components['schemas']['SuspendUserRequest'];
export type UpdateAccountRequest = components['schemas']['UpdateAccountRequest'];
export type UpdateApiKeyRequest = components['schemas']['UpdateApiKeyRequest'];
export type UpdateMeshNodesRequest = components['schemas']['UpdateMeshNodesRequest'];
export type UpdateMfaSettingsRequest = components['schemas']['UpdateMfaSettingsRequest'];
export type UpdateRoleRequest = components['schemas']['UpdateRoleRequest'];
export type UpdateSubscriptionRequest = components['schemas']['UpdateSubscriptionRequest'];
export type UpdateUserRequest = components['schemas']['UpdateUserRequest'];
export type UpdatedAccount = components['schemas']['UpdatedAccount'];
export type UpdatedApiKey = components['schemas']['UpdatedApiKey'];
export type UploadProfileImageRequest = components['schemas']['UploadProfileImageRequest'];
export type ValidateTokenRequest = components['schemas']['ValidateTokenRequest'];
export type $defs = Record<string, never>;
export interface operations {
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "acme",
                 *       "root_email": "ada@example.com",
                 *       "password": "correct-Horse7",
                 *       "company_name": "ACME Corporation"
                 *     }
                 */
                "application/json": components["schemas"]["CreateAccountRequest"];
            };
        };
        responses: {
            /** @description The account was created */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description False while the root has to confirm the address by mail */
                            email_confirmed: boolean;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What is absent stays as it is; an empty text clears a member. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "country": "US",
                 *       "company_name": "ACME Corporation Updated",
                 *       "cloud": true
                 *     }
                 */
                "application/json": components["schemas"]["UpdateAccountRequest"];
            };
        };
        responses: {
            /** @description The account as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UpdatedAccount"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteAccountRequest"];
            };
        };
        responses: {
            /** @description The account is deleted, or will be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            message: string;
                            /** Format: date-time */
                            deletion_date: string;
                            /** @description When it is deleted at once: whether the message bus has confirmed that nobody gets in any more; false: it will as soon as it can be reached; null: this gateway has no message bus */
                            creds_revoked?: boolean | null;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeAllPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RemoveAllPasskeysRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApiCreds: {
        parameters: {
            query: {
                /**
                 * @description Full API key
                 * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
                 */
                key: string;
                /** @description Labels of the blocks: quiva.ai, or those that every NATS client knows */
                format?: "quiva" | "nats";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text of the creds file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: string;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    issueApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Random, such as a UUID, and new for each request: for ten minutes the same caller who sends the same request with it again gets the same answer, the secret included, and nothing is done twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key and its creds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["IssuedApiKey"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not the request that it claims to repeat */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteApiKey: {
        parameters: {
            query?: {
                /** @description Key id (available in the key list) */
                id?: string;
                /** @description Full API key. Better sent in the body: addresses end up in logs. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The same as the query, for what should not stand in an address */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "id": "key_01kc9f3m8e7q1v5t2x4y6z8a0b"
                 *     }
                 */
                "application/json": components["schemas"]["DeleteApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeletedApiKey"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UpdatedApiKey"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Random, such as a UUID, and new for each request: for ten minutes the same caller who sends the same request with it again gets the same answer, the secret included, and nothing is done twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Without id and key, a key rotates itself */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "id": "key_01kc9f3m8e7q1v5t2x4y6z8a0b",
                 *       "grace_seconds": 3600
                 *     }
                 */
                "application/json": components["schemas"]["RotateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The successor and its creds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RotatedApiKey"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not the request that it claims to repeat */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApiKeyUsage: {
        parameters: {
            query?: {
                /** @description Key id; a key may leave it out for itself */
                id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The uses of the key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKeyUsage"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    viewApiKeys: {
        parameters: {
            query?: {
                /** @description Owner of the keys; by default the caller */
                email?: string;
                /** @description account: the keys of the account itself */
                owner?: "member" | "account";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /**
                 * @description Who did it: the id of a person, or the address of a member
                 * @example ada@example.com
                 */
                person?: string;
                /** @description What was done */
                action?: "account.requested" | "account.created" | "account.activated" | "account.creation_refused" | "account.removed_unconfirmed" | "account.updated" | "account.emergency_credit_set" | "account.renamed" | "account.deletion_scheduled" | "account.deletion_cancelled" | "account.deleted" | "account.restored" | "account.streams_purged" | "account.erased" | "contact_form.submitted" | "email.confirmed" | "email.confirmation_resent" | "email.change_requested" | "email.change_approved" | "email.changed" | "session.started" | "session.factor_required" | "session.refused" | "session.locked_out" | "request.refused" | "session.refreshed" | "session.ended" | "session.refresh_reused" | "session.refresh_revoked" | "password.reset_requested" | "password.changed" | "password.dropped" | "email_code.sent" | "oauth.linked" | "oauth.unlinked" | "member.invited" | "member.invitation_resent" | "member.invitation_expired" | "member.invitation_ended" | "member.accepted" | "member.role_changed" | "member.suspended" | "member.resumed" | "member.removed" | "totp.registered" | "totp.removed" | "passkey.registered" | "passkey.removed" | "mfa.settings_changed" | "recovery_codes.issued" | "recovery_codes.viewed" | "recovery_code.used" | "user.deleted" | "user.updated" | "user.removed" | "profile_image.set" | "profile_image.deleted" | "api_key.issued" | "api_key.updated" | "api_key.rotated" | "api_key.deleted" | "api_key.used_after_deletion" | "api_key.leaked" | "api_key.expired" | "api_key.creds_read" | "audit.exported" | "export.added" | "export.removed" | "import.added" | "import.removed" | "mesh.changed" | "payment.customer_created" | "payment.checkout_started" | "payment.portal_opened" | "payment.failed" | "subscription.started" | "subscription.updated" | "subscription.cancelled" | "subscription.changed";
                /**
                 * @description To what it was done: the id of a person, session, key or account
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                target?: string;
                /** @description Not before this moment */
                from?: string;
                /** @description Before this moment */
                to?: string;
                /** @description The `next_cursor` of the page before */
                cursor?: string;
                /** @description Events on a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEvent"][];
                        /** @description Null on the last page */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    exportAuditEvents: {
        parameters: {
            query?: {
                /**
                 * @description Who did it: the id of a person, or the address of a member
                 * @example ada@example.com
                 */
                person?: string;
                /** @description What was done */
                action?: "account.requested" | "account.created" | "account.activated" | "account.creation_refused" | "account.removed_unconfirmed" | "account.updated" | "account.emergency_credit_set" | "account.renamed" | "account.deletion_scheduled" | "account.deletion_cancelled" | "account.deleted" | "account.restored" | "account.streams_purged" | "account.erased" | "contact_form.submitted" | "email.confirmed" | "email.confirmation_resent" | "email.change_requested" | "email.change_approved" | "email.changed" | "session.started" | "session.factor_required" | "session.refused" | "session.locked_out" | "request.refused" | "session.refreshed" | "session.ended" | "session.refresh_reused" | "session.refresh_revoked" | "password.reset_requested" | "password.changed" | "password.dropped" | "email_code.sent" | "oauth.linked" | "oauth.unlinked" | "member.invited" | "member.invitation_resent" | "member.invitation_expired" | "member.invitation_ended" | "member.accepted" | "member.role_changed" | "member.suspended" | "member.resumed" | "member.removed" | "totp.registered" | "totp.removed" | "passkey.registered" | "passkey.removed" | "mfa.settings_changed" | "recovery_codes.issued" | "recovery_codes.viewed" | "recovery_code.used" | "user.deleted" | "user.updated" | "user.removed" | "profile_image.set" | "profile_image.deleted" | "api_key.issued" | "api_key.updated" | "api_key.rotated" | "api_key.deleted" | "api_key.used_after_deletion" | "api_key.leaked" | "api_key.expired" | "api_key.creds_read" | "audit.exported" | "export.added" | "export.removed" | "import.added" | "import.removed" | "mesh.changed" | "payment.customer_created" | "payment.checkout_started" | "payment.portal_opened" | "payment.failed" | "subscription.started" | "subscription.updated" | "subscription.cancelled" | "subscription.changed";
                /**
                 * @description To what it was done: the id of a person, session, key or account
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                target?: string;
                /** @description Not before this moment */
                from?: string;
                /** @description Before this moment */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, one on each line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeAuthToken: {
        parameters: {
            query: {
                /** @description A handle from GET /accounts/session-tokens, or the token itself. Prefer the handle: addresses end up in logs. */
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthWithApiKeyRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct-Horse7",
                 *       "account": "acme"
                 *     }
                 */
                "application/json": components["schemas"]["AuthWithPasswordRequest"];
            };
        };
        responses: {
            /** @description Signed in, or a second factor is needed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"] | components["schemas"]["MfaRequiredResponse"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithRecoveryCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthWithRecoveryCodeRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthWithTotpRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    beginAuthWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginAuthWithPasskeyRequest"];
            };
        };
        responses: {
            /** @description PublicKeyCredentialRequestOptionsJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PasskeyRequestOptions"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    beginPasskeyRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["BeginPasskeyRegistrationRequest"];
            };
        };
        responses: {
            /** @description PublicKeyCredentialCreationOptionsJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PasskeyCreationOptions"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancelAccountDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeEmailAddressAction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEmailAddressActionRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    completeAuthWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteAuthWithPasskeyRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    completePasskeyRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompletePasskeyRegistrationRequest"];
            };
        };
        responses: {
            /** @description The passkey is registered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            passkey: components["schemas"]["PasskeyAlias"];
                            /** @description Ten when they are new; each works once in place of the second factor */
                            recovery_codes: string[];
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    confirmEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "12345-67890"
                 *     }
                 */
                "application/json": components["schemas"]["ConfirmEmailRequest"];
            };
        };
        responses: {
            /** @description The address is confirmed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            account: string;
                            /** Format: email */
                            email: string;
                            account_id: string;
                            user_id: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    confirmTotpRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmTotpRegistrationRequest"];
            };
        };
        responses: {
            /** @description The authenticator app is on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Ten when they are new; each works once in place of the second factor */
                            recovery_codes: string[];
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEmailCode: {
        parameters: {
            query?: {
                /** @description The operation that will ask for the code */
                purpose?: "renameAccount" | "deleteAccount" | "deleteUser";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddExportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "ticks"
                 *     }
                 */
                "application/json": components["schemas"]["RemoveExportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    generateTotpKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["GenerateTotpKeyRequest"];
            };
        };
        responses: {
            /** @description The secret, shown this once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description What the QR code holds
                             * @example otpauth://totp/quiva.ai:ada@example.com?secret=JBSWY3DPEHPK3PXP&issuer=quiva.ai
                             */
                            otpauth_url: string;
                            /**
                             * @description Base32
                             * @example JBSWY3DPEHPK3PXP
                             */
                            secret: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddImportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "ticks"
                 *     }
                 */
                "application/json": components["schemas"]["RemoveImportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listImportsExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Imports and exports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ImportsExports"];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Account"];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAccountsByUser: {
        parameters: {
            query?: {
                details?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account ids; with details, ids and names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: string[] | {
                            /** @example 4821907365 */
                            id: string;
                            /**
                             * @description Normalised name, which members type when they sign in
                             * @example acme
                             */
                            name: string;
                            /**
                             * @description The name as it was typed
                             * @example ACME
                             */
                            display_name: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getMeshNodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mesh nodes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MeshNodes"];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateMeshNodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "num_nodes": 3,
                 *       "regions": [
                 *         "eu"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UpdateMeshNodesRequest"];
            };
        };
        responses: {
            /** @description The wish is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateMfaSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "totp_enabled": true,
                 *       "passkey_enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["UpdateMfaSettingsRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeOAuthLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveOAuthLinkRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listOAuthLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description The provider's issuer, as the list has it
                             * @example https://login.example.com/
                             */
                            issuer: string;
                            /**
                             * @description Its host, for people
                             * @example login.example.com
                             */
                            provider: string;
                            /** Format: date-time */
                            linked_on: string;
                        }[];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    handleOAuthCallback: {
        parameters: {
            query: {
                code: string;
                state: string;
                /** @description As the provider sent it */
                iss?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in, or a second factor is needed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"] | components["schemas"]["MfaRequiredResponse"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Our fault, or that of a server that we depend on */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOAuthLoginUrl: {
        parameters: {
            query: {
                /** @description Name of the account to sign in to */
                account: string;
                /** @description The provider's own choice of sign-in, as Auth0 has it */
                connection?: string;
            };
            header: {
                /**
                 * @description The page that asks, of an origin in APP_ORIGINS; the browser returns to that origin
                 * @example https://app.example.com/
                 */
                referer: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to send the browser */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uri */
                            oauth_url: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Our fault, or that of a server that we depend on */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemovePasskeyRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The passkeys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Passkey"][];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCheckoutUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "base_subscription": "price_1Pro",
                 *       "addons": [
                 *         {
                 *           "id": "price_1Seats",
                 *           "type": "addon",
                 *           "quantity": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GetCheckoutUrlRequest"];
            };
        };
        responses: {
            /** @description Where to send the browser */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        data: string;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDashboardUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to send the browser */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        data: string;
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createFreeSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Price"][];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getProducts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The products */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Product"][];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancelSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription that runs out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "id": "si_1Pro",
                 *           "price": "price_1Team",
                 *           "quantity": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UpdateSubscriptionRequest"];
            };
        };
        responses: {
            /** @description The subscription after the change, or with the change to come in its schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSubscriptionItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SubscriptionItems"];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    processPaymentWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Stripe's event object */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcessPaymentWebhookRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    uploadProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadProfileImageRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured here, or away for the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    viewRecoveryCodes: {
        parameters: {
            query?: {
                /** @description Whose; by default the caller */
                email?: string;
                /** @description Where a second factor of the caller is on: the token of a challenge that they have completed within five minutes. Not needed in a session that began with one at most ten minutes ago. */
                mfa_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The codes; none if there are none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Ten when they are new; each works once in place of the second factor */
                        data: string[];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    issueRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["IssueRecoveryCodesRequest"];
            };
        };
        responses: {
            /** @description The codes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Ten when they are new; each works once in place of the second factor */
                        data: string[];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshTokenRequest"];
            };
        };
        responses: {
            /** @description A new pair */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeRefreshToken: {
        parameters: {
            query: {
                /** @description A handle from GET /accounts/session-tokens, or the token itself. Prefer the handle: addresses end up in logs. */
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description Whether the message bus has confirmed the change for the member's creds; false: it will as soon as it can be reached; null: there was nothing to confirm, or this gateway has no message bus */
                        creds_updated: boolean | null;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    renameAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameAccountRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    requestEmailAddressChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestEmailAddressChangeRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    requestResetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestResetPasswordRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendAccountConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendAccountConfirmationRequest"];
            };
        };
        responses: {
            /** @description The same answer for every address */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            message: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendInvitationRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPasswordRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRoleRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description Whether the message bus has confirmed the change for the member's creds; false: it will as soon as it can be reached; null: there was nothing to confirm, or this gateway has no message bus */
                        creds_updated: boolean | null;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSessionTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            auth: components["schemas"]["Session"][];
                            refresh: components["schemas"]["RefreshToken"][];
                        };
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setEmergencyCredit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetEmergencyCreditRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPasswordRequest"];
            };
        };
        responses: {
            /** @description The membership is active */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            account_id: string;
                            user_id: string;
                            account: string;
                            /** Format: email */
                            email: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    submitContactForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to_email": "support@example.com",
                 *       "subject": "Billing question",
                 *       "message": "I have a question about my billing cycle.",
                 *       "location": "Account settings"
                 *     }
                 */
                "application/json": components["schemas"]["SubmitContactFormRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    suspendUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description Whether the message bus has confirmed the change for the member's creds; false: it will as soon as it can be reached; null: there was nothing to confirm, or this gateway has no message bus */
                        creds_updated: boolean | null;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    validateToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValidateTokenRequest"];
            };
        };
        responses: {
            /** @description True if the token is good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: boolean;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeTokensRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RemoveTotpRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: {
                /** @description Six digits, mailed by GET /accounts/email-code */
                email_code?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "first_name": "John",
                 *       "last_name": "Smith",
                 *       "theme": "dark",
                 *       "sound": true
                 *     }
                 */
                "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUserLoginData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LoginData"];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUserMfaInfo: {
        parameters: {
            query?: {
                /** @description Whose; by default the caller */
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The factors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MfaInfo"];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "first_name": "Jane",
                 *       "last_name": "Smith",
                 *       "email": "jane.smith@example.com",
                 *       "role": "developer"
                 *     }
                 */
                "application/json": components["schemas"]["CreateUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listUsersByAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Member"][];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectTokenRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["IntrospectTokenRequest"];
            };
        };
        responses: {
            /** @description What a token is worth */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Introspection"];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    introspectTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectTokensRequest"];
            };
        };
        responses: {
            /** @description One for each token, in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Introspection"][];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reportLeakedKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What looks like one of our keys */
                    token: string;
                    /** @description What it was registered as with GitHub */
                    type: string;
                    /** @description Where it was found; may be empty */
                    url?: string;
                    /**
                     * @example content
                     * @example commit
                     */
                    source?: string;
                }[];
            };
        };
        responses: {
            /** @description Which of them are ours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token_raw: string;
                        token_type: string;
                        /**
                         * @description Whether it is a key of this gateway, or was
                         * @enum {unknown}
                         */
                        label: "true_positive" | "false_positive";
                    }[];
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    verifyCredential: {
        parameters: {
            query?: {
                /**
                 * @description Id of the account whose service asks. Required, unless the operator of the gateway has set VERIFY_ANY_ACCOUNT: then credentials of every account pass without it
                 * @example 4821907365
                 */
                account?: string;
                /**
                 * @description Scopes, separated by spaces, all of which a key with scopes must have
                 * @example orders:read
                 */
                scope?: string;
                /**
                 * @description Name of the service behind the proxy: the answer then has a JWT for it in X-Quiva-Jwt. Everybody gets one about themselves: the service checks account_id and scope in it, too
                 * @example https://orders.example.com
                 */
                audience?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential is good for what was asked; the headers say whose it is */
            200: {
                headers: {
                    /** @description Id of the account */
                    "X-Quiva-Account"?: string;
                    /** @description Id of the person; of a key of the account, that of the member that it acts as */
                    "X-Quiva-User"?: string;
                    /** @description What the person is in the account */
                    "X-Quiva-Role"?: string;
                    /** @description Id of the API key; none for a person who is signed in */
                    "X-Quiva-Key-Id"?: string;
                    /** @description Scopes, separated by spaces; *:* if nothing narrows them */
                    "X-Quiva-Scopes"?: string;
                    /** @description The same, signed, for the audience that was asked for; lives 60 seconds */
                    "X-Quiva-Jwt"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
