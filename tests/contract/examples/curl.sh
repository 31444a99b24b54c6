# The specification's curl lines, word for word; the tests put their own host and names in.

# create-share
curl -X POST \
  -H "Content-Type: application/json" \
  -H "Cookie: neptun-session=your-session-cookie" \
  -d '{
    "is_shared": true,
    "is_protected": false
  }' \
  "https://neptun-webui.vercel.app/api/users/your-user-id/chats/123/shares"

# read
curl -X GET "https://neptun-webui.vercel.app/api/shared/chats/your-uuid-here"

# read-with-password
curl -X GET "https://neptun-webui.vercel.app/api/shared/chats/your-uuid-here" \
  -H "Authorization: Basic $(echo -n ':your-password' | base64)"

# whitelist
curl -X POST \
  -H "Content-Type: application/json" \
  -H "Cookie: neptun-session=your-session-cookie" \
  -d '{
    "emails": ["user1@example.com", "user2@example.com"]
  }' \
  "https://neptun-webui.vercel.app/api/users/your-user-id/chats/123/shares/456/whitelist-entries"
