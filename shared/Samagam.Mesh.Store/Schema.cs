using Samagam.Sqlite;

namespace Samagam.Mesh.Store;

/// <summary>The store of facts, forward only. Kept small: the statement's own bytes are the truth, the columns only find it.</summary>
internal static class Schema
{
    /// <summary>"SMGM" in ASCII.</summary>
    private const int ApplicationId = 0x534D474D;

    public static readonly Migrations Migrations = new(ApplicationId, Migration.Script(1, "facts", """
        -- id is the order of arrival here and is never given twice, so that a reader's cursor misses nothing; time is the packed hybrid time.
        create table facts (
          id integer primary key autoincrement,
          origin integer not null,
          epoch integer not null,
          stream integer not null,
          seq integer not null,
          lane integer not null,
          time integer not null,
          subject text not null,
          statement blob not null,
          signature blob not null);
        create unique index facts_identity on facts (origin, epoch, stream, seq);
        create index facts_subject on facts (subject);
        create index facts_urgency on facts (lane, time);

        -- What counts as known, superseded facts included: sorted pairs of little-endian 64-bit numbers.
        create table known (
          origin integer not null,
          epoch integer not null,
          stream integer not null,
          ranges blob not null,
          primary key (origin, epoch, stream)) without rowid;

        -- The same identity with other content: kept apart for the alarm.
        create table conflicts (
          id integer primary key,
          origin integer not null,
          epoch integer not null,
          stream integer not null,
          seq integer not null,
          statement blob not null,
          signature blob not null);

        -- Notes of this box alone, never shared.
        create table notes (
          scope text not null,
          key text not null,
          value blob not null,
          primary key (scope, key)) without rowid;
        """), Migration.Script(2, "damage", """
        -- First eight bytes of SHA-256 over statement and signature, big-endian; null in rows of the first schema.
        alter table facts add column digest integer;

        -- Rows that rot has changed, set aside; id counts them for ever, and is part of the file's identity.
        create table damaged (
          id integer primary key autoincrement,
          origin integer,
          epoch integer,
          stream integer,
          seq integer,
          statement blob,
          signature blob);
        """), Migration.Script(3, "keys", """
        -- Facts that carry a key, each in a row that is never moved: ids only rise, no row is deleted and none changes its length, so that
        -- overwriting it with zeros leaves no copy. A deleted row of a tree that is rebalanced does leave some (ADR 0030).
        create table keys (
          id integer primary key,
          statement blob not null,
          signature blob not null);
        insert into keys (id, statement, signature) select id, statement, signature from facts where instr(statement, cast('person.key' as blob)) > 0 order by id;
        update facts set statement = x'', signature = x'' where id in (select id from keys);
        """));
}
