#!/usr/bin/env python3
"""Exports an AWS identity store to PostgreSQL: what one writes with boto3 and psycopg2, fairly.

Pages come from boto3's paginators, one client for all threads with a connection each. Groups are handed to the threads
while the listing of groups goes on. Rows are written by execute_values, a thousand at a time, each thread over a
database connection of its own. Nothing is kept of what was there before, and nothing is resumed.
"""
import argparse
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3
import psycopg2
from botocore.config import Config
from psycopg2.extras import Json, execute_values

ROWS = 1000

TABLES = """
CREATE TABLE IF NOT EXISTS groups (
    group_id text PRIMARY KEY, display_name text, description text, external_ids jsonb,
    created_at timestamptz, created_by text, updated_at timestamptz, updated_by text);
CREATE TABLE IF NOT EXISTS users (
    user_id text PRIMARY KEY, user_name text, display_name text, email text, status text, external_ids jsonb,
    created_at timestamptz, created_by text, updated_at timestamptz, updated_by text);
CREATE TABLE IF NOT EXISTS memberships (
    group_id text, member_id text, membership_id text, created_at timestamptz, created_by text,
    PRIMARY KEY (group_id, member_id));
"""

UPSERT_GROUPS = """
INSERT INTO groups VALUES %s ON CONFLICT (group_id) DO UPDATE SET
    display_name = excluded.display_name, description = excluded.description, external_ids = excluded.external_ids,
    created_at = excluded.created_at, created_by = excluded.created_by,
    updated_at = excluded.updated_at, updated_by = excluded.updated_by
"""

UPSERT_USERS = """
INSERT INTO users VALUES %s ON CONFLICT (user_id) DO UPDATE SET
    user_name = excluded.user_name, display_name = excluded.display_name, email = excluded.email,
    status = excluded.status, external_ids = excluded.external_ids,
    created_at = excluded.created_at, created_by = excluded.created_by,
    updated_at = excluded.updated_at, updated_by = excluded.updated_by
"""

UPSERT_MEMBERSHIPS = """
INSERT INTO memberships VALUES %s ON CONFLICT (group_id, member_id) DO UPDATE SET
    membership_id = excluded.membership_id, created_at = excluded.created_at, created_by = excluded.created_by
"""


class Writer:
    """Gathers rows and upserts them a thousand at a time; for one thread."""

    def __init__(self, dsn, statement):
        self.connection = psycopg2.connect(dsn)
        self.statement = statement
        self.rows = []

    def add(self, row):
        self.rows.append(row)
        if len(self.rows) == ROWS:
            self.flush()

    def flush(self):
        if self.rows:
            with self.connection.cursor() as cursor:
                execute_values(cursor, self.statement, self.rows, page_size=ROWS)
            self.connection.commit()
            self.rows = []

    def close(self):
        self.flush()
        self.connection.close()


class Export:
    def __init__(self, arguments):
        self.store = arguments.store
        self.dsn = arguments.dsn
        self.client = boto3.client(
            "identitystore",
            region_name="eu-west-1",
            endpoint_url=arguments.endpoint,
            config=Config(max_pool_connections=arguments.threads + 1, retries={"mode": "standard"}),
        )
        self.local = threading.local()
        self.writers = []

    def pages(self, operation, key, **parameters):
        paginator = self.client.get_paginator(operation)
        for page in paginator.paginate(
            IdentityStoreId=self.store, PaginationConfig={"PageSize": 100}, **parameters
        ):
            yield page[key]

    def memberships_of(self, group_id):
        writer = getattr(self.local, "writer", None)
        if writer is None:
            writer = self.local.writer = Writer(self.dsn, UPSERT_MEMBERSHIPS)
            self.writers.append(writer)
        for page in self.pages("list_group_memberships", "GroupMemberships", GroupId=group_id):
            for row in page:
                writer.add((
                    row["GroupId"], row["MemberId"]["UserId"], row["MembershipId"],
                    row.get("CreatedAt"), row.get("CreatedBy"),
                ))

    def users(self):
        writer = Writer(self.dsn, UPSERT_USERS)
        for page in self.pages("list_users", "Users"):
            for row in page:
                emails = row.get("Emails", [])
                primary = [email for email in emails if email.get("Primary")] or emails
                writer.add((
                    row["UserId"], row.get("UserName"), row.get("DisplayName"),
                    primary[0]["Value"] if primary else None, row.get("UserStatus"), Json(row.get("ExternalIds", [])),
                    row.get("CreatedAt"), row.get("CreatedBy"), row.get("UpdatedAt"), row.get("UpdatedBy"),
                ))
        writer.close()

    def groups(self):
        writer = Writer(self.dsn, UPSERT_GROUPS)
        for page in self.pages("list_groups", "Groups"):
            for row in page:
                writer.add((
                    row["GroupId"], row.get("DisplayName"), row.get("Description"), Json(row.get("ExternalIds", [])),
                    row.get("CreatedAt"), row.get("CreatedBy"), row.get("UpdatedAt"), row.get("UpdatedBy"),
                ))
                yield row["GroupId"]
        writer.close()

    def run(self, threads):
        with psycopg2.connect(self.dsn) as connection, connection.cursor() as cursor:
            cursor.execute(TABLES)
        if threads == 1:
            for group_id in self.groups():
                self.memberships_of(group_id)
            self.users()
        else:
            with ThreadPoolExecutor(threads) as pool:
                tasks = [pool.submit(self.users)]
                tasks += [pool.submit(self.memberships_of, group_id) for group_id in self.groups()]
                for task in tasks:
                    task.result()
        for writer in self.writers:
            writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--store", required=True)
    parser.add_argument("--dsn", required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    Export(arguments).run(arguments.threads)


if __name__ == "__main__":
    main()
