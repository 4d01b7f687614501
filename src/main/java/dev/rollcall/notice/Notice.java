package dev.rollcall.notice;

/**
 * A notice that awaits delivery.
 *
 * @param no its place among the notices of all sources
 * @param event as {@link CloudEvent} wrote it
 * @param summary the same for people, line by line
 */
record Notice(long no, String event, String summary) {}
