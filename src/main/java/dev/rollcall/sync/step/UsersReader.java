package dev.rollcall.sync.step;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.User;
import dev.rollcall.store.staging.ListingChunk.Checkpoint;
import dev.rollcall.store.staging.UserStaging;
import dev.rollcall.sync.run.RunContext;

/** Reads the users, if the source's job file asks for them. For one thread. */
final class UsersReader extends ListingReader<User> {
    UsersReader(RunContext run, PageReader<User> pages, UserStaging staging) {
        super(pages, checkpoint(run, staging));
    }

    /** A run with consent publishes what an earlier run read, and reads nothing. */
    private static Checkpoint checkpoint(RunContext run, UserStaging staging) {
        return run.source().users() && run.options().consent() == null
                ? staging.checkpoint(run.token().snapshot())
                : Checkpoint.COMPLETE;
    }

    @Override
    PageSource<User> open(Directory directory) {
        return directory::listUsers;
    }
}
