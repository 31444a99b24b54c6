"""The specification's Python models and functions, word for word; only the host differs."""

import base64
from datetime import datetime
from typing import List, Optional
from uuid import UUID

import httpx
from pydantic import BaseModel, EmailStr

host = "https://neptun-webui.vercel.app"


class CreateShareRequest(BaseModel):
    is_shared: bool = True
    is_protected: bool = False
    hashed_password: Optional[str] = None

class ChatShare(BaseModel):
    id: int
    chat_conversation_id: int
    uuid: UUID
    is_shared: bool
    is_protected: bool
    hashed_password: Optional[str]
    created_at: datetime

class CreateShareResponse(BaseModel):
    share: ChatShare

async def create_chat_share(
    user_id: str,
    chat_id: int,
    share_request: CreateShareRequest,
    session_cookie: str
) -> CreateShareResponse:
    async with httpx.AsyncClient() as client:
        response = await client.post(
            f"{host}/api/users/{user_id}/chats/{chat_id}/shares",
            json=share_request.dict(exclude_none=True),
            cookies={"neptun-session": session_cookie}
        )
        response.raise_for_status()
        return CreateShareResponse(**response.json())


class ChatMessage(BaseModel):
    id: str
    content: str
    role: str
    timestamp: datetime

class ShareInfo(BaseModel):
    shareExists: bool
    shareIsPrivate: bool
    shareHasPassword: bool
    shareHasWhitelist: bool

class SharedChatResponse(BaseModel):
    chatMessages: List[ChatMessage]
    shareInfo: ShareInfo

async def get_shared_chat(
    uuid: str,
    password: Optional[str] = None
) -> SharedChatResponse:
    async with httpx.AsyncClient() as client:
        headers = {}
        if password:
            auth = base64.b64encode(f":{password}".encode()).decode()
            headers["Authorization"] = f"Basic {auth}"

        response = await client.get(
            f"{host}/api/shared/chats/{uuid}",
            headers=headers
        )
        response.raise_for_status()
        return SharedChatResponse(**response.json())


class CreateWhitelistRequest(BaseModel):
    emails: List[EmailStr]

class WhitelistEntry(BaseModel):
    id: int
    chat_conversation_share_id: int
    whitelisted_neptun_user_id: int
    created_at: datetime
    updated_at: datetime

class CreateWhitelistResponse(BaseModel):
    shareWhitelistEntries: List[WhitelistEntry]

async def create_whitelist_entries(
    user_id: int,
    chat_id: int,
    share_id: int,
    emails: List[str],
    session_cookie: str
) -> CreateWhitelistResponse:
    async with httpx.AsyncClient() as client:
        response = await client.post(
            f"{host}/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries",
            json={"emails": emails},
            cookies={"neptun-session": session_cookie}
        )
        response.raise_for_status()
        return CreateWhitelistResponse(**response.json())
