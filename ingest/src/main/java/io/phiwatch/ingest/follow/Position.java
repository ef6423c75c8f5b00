package io.phiwatch.ingest.follow;

/**
 * How far a followed file was read, and which file that was: its path may by now lead to another one.
 *
 * @param fileKey device and inode, as the file system says
 * @param head digest of the first line, which tells a file from another one that was given the same inode
 * @param identity what the ids of its events begin with
 * @param offset of the first byte that is not safe in Kafka
 */
record Position(String fileKey, String head, String identity, long offset) {
    Position at(long other) {
        return new Position(fileKey, head, identity, other);
    }
}
