using Samagam.Sqlite;

namespace Samagam.Mqtt.Store;

/// <summary>The file of sessions, forward only.</summary>
internal static class Schema
{
    /// <summary>"SMGS" in ASCII.</summary>
    private const int ApplicationId = 0x534D4753;

    public static readonly Migrations Migrations = new(ApplicationId, Migration.Script(1, "sessions", """
        -- Bodies are StoredForm bytes. A will waits for its delay; null for none.
        create table sessions (
          id integer primary key,
          client text not null unique,
          expiry integer not null,
          will blob,
          will_delay integer,
          will_user text,
          will_principal text);

        create table subscriptions (
          session integer not null,
          filter text not null,
          qos integer not null,
          no_local integer not null,
          as_published integer not null,
          identifier integer not null,
          primary key (session, filter)) without rowid;

        -- id holds the session above and the sequence in its lower 40 bits, so that a queue lies together and in order;
        -- packet is 0 while it was never sent.
        create table messages (
          id integer primary key,
          packet integer not null,
          body blob not null);

        create table retained (
          topic text not null primary key,
          body blob not null);
        """));
}
