import { createHash } from 'node:crypto'
import type { BucketAddress } from '../../platform/config/config.ts'
import { importOptional } from '../../platform/config/import-optional.ts'

/** Makes a request with a signature (AWS Signature Version 4) that covers its body. */
export type Sign = (url: string, method: string, body: Uint8Array | undefined) => Promise<Request>

/**
 * Signs with the configured credentials. Where there are none, the host has a role of its own in AWS; only then the part
 * of AWS's SDK is loaded that finds and renews the credentials of roles, which an installation may leave out.
 */
export async function createSign({ region, credentials }: BucketAddress): Promise<Sign> {
  const { AwsClient } = await import('aws4fetch')
  const find = credentials ? async () => credentials : await findRole()
  return async (url, method, body) => {
    // Without retries: whoever calls has them.
    const client = new AwsClient({ ...(await find()), service: 's3', region, retries: 0 })
    const headers = {
      // Otherwise the signature would not cover the body.
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
      // The database has the image's type; in the bucket the type is one that a browser does not display.
      ...(body && { 'content-type': 'application/octet-stream' }),
    }
    return client.sign(url, { method, headers, ...(body && { body: Buffer.from(body) }) })
  }
}

async function findRole() {
  const { defaultProvider } = await importOptional(
    '@aws-sdk/credential-provider-node',
    'S3_BUCKET without keys',
    () => import('@aws-sdk/credential-provider-node'),
  )
  // It keeps what it has found until that expires.
  return defaultProvider()
}
