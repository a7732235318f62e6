// Says to Docker whether the gateway in this container can serve requests. In the image, which has no curl.
import { get } from 'node:http'

const request = get(
  { host: '127.0.0.1', port: process.env.PORT || 8080, path: '/health/ready', timeout: 5500 },
  ({ statusCode }) => {
    process.exit(statusCode === 200 ? 0 : 1)
  },
)
request.on('timeout', () => request.destroy(new Error('no answer')))
request.on('error', () => process.exit(1))
