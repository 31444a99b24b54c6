//! How domain types are stored in columns. A value that breaks its type's rules is an error, not a guess.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

use crate::domain::email::Email;
use crate::domain::id::{ChatId, InvitationId, MessageId, SessionId, ShareId, TokenId, UserId, WhitelistEntryId};
use crate::domain::message::Role;
use crate::domain::part::Sha256;
use crate::domain::share::{PasswordHash, ShareUuid};
use crate::domain::slug::Slug;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::Scope;

macro_rules! integer_column {
    ($type:ty, $get:expr, $make:expr) => {
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from($get(*self)))
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                $make(value.as_i64()?).ok_or(FromSqlError::InvalidType)
            }
        }
    };
}

macro_rules! text_column {
    ($type:ty, $get:expr, $make:expr) => {
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from($get(self)))
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                $make(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    };
}

integer_column!(UserId, UserId::get, |raw| Some(UserId::new(raw)));
integer_column!(ChatId, ChatId::get, |raw| Some(ChatId::new(raw)));
integer_column!(MessageId, MessageId::get, |raw| Some(MessageId::new(raw)));
integer_column!(ShareId, ShareId::get, |raw| Some(ShareId::new(raw)));
integer_column!(WhitelistEntryId, WhitelistEntryId::get, |raw| Some(WhitelistEntryId::new(raw)));
integer_column!(SessionId, SessionId::get, |raw| Some(SessionId::new(raw)));
integer_column!(TokenId, TokenId::get, |raw| Some(TokenId::new(raw)));
integer_column!(InvitationId, InvitationId::get, |raw| Some(InvitationId::new(raw)));
integer_column!(Timestamp, Timestamp::as_millis, Timestamp::from_millis);

text_column!(Email, Email::as_str, Email::parse);
text_column!(ShortText, ShortText::as_str, |raw| ShortText::parse(raw).ok());
text_column!(Role, |role: &Role| role.as_str(), Role::parse);
text_column!(Scope, |scope: &Scope| scope.as_str(), Scope::parse);
text_column!(PasswordHash, PasswordHash::as_str, |raw: &str| Some(PasswordHash::trusted(raw.to_owned())));
text_column!(Slug, Slug::as_str, Slug::parse);
text_column!(ShareUuid, ShareUuid::to_string, ShareUuid::parse);

impl ToSql for Sha256 {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.as_bytes().as_slice()))
    }
}

impl FromSql for Sha256 {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_blob()?.try_into().map(Self::new).map_err(|_| FromSqlError::InvalidType)
    }
}
