/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.inspector.positions;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.IllegalConfigurationException;

/** What was typed after "positions". */
final class PositionsArguments {

    static final String USAGE =
            "Usage: tools/inspector/run positions [options] PATH\n"
                + "       tools/inspector/run positions [options] --leases FILE --stream-arn ARN\n"
                + "       tools/inspector/run positions [options] --lease-table NAME --stream-arn"
                + " ARN\n"
                + "\n"
                + "Writes the positions of a stopped job as a file, which 'scan.startup.mode' ="
                + " 'positions' starts from.\n"
                + "\n"
                + "  PATH                  a savepoint of a job with this source, or with Apache's"
                + " DynamoDbStreamsSource:\n"
                + "                        its folder, or its file _metadata\n"
                + "  --leases FILE         instead: what 'aws dynamodb scan' says of the lease"
                + " table of an application\n"
                + "                        that uses the Kinesis Client Library\n"
                + "  --lease-table NAME    instead: that table itself\n"
                + "  --stream-arn ARN      the stream of the leases\n"
                + "  --latest-since TIME   from when on changes are wanted of leases at LATEST or"
                + " AT_TIMESTAMP\n"
                + "  --source UID          which source, if a savepoint has several: its uid, or"
                + " the operator's id\n"
                + "  --taken-at TIME       when the job was stopped, such as 2026-11-30T10:00:00Z;"
                + " of a savepoint the\n"
                + "                        time of its file if not given\n"
                + "  --out FILE            where to write; the standard output if not given\n"
                + "  --aws.KEY VALUE       how to reach the table: aws.region, aws.endpoint,"
                + " aws.credentials.*;\n"
                + "                        --scan.snapshot.endpoint URL too\n"
                + "  --help                this text\n"
                + "\n"
                + "Exit code: 0 if the file is written; 1 after an error, 2 after a wrong option.";

    private static final String NAME = "--";

    private static final String LEASES = "--leases";
    private static final String LEASE_TABLE = "--lease-table";
    private static final String STREAM_ARN = "--stream-arn";
    private static final String LATEST_SINCE = "--latest-since";
    private static final String SOURCE = "--source";
    private static final String TAKEN_AT = "--taken-at";
    private static final String OUT = "--out";
    private static final List<String> NAMES =
            List.of(LEASES, LEASE_TABLE, STREAM_ARN, LATEST_SINCE, SOURCE, TAKEN_AT, OUT);

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> options = new HashMap<>();
    private String path;
    private boolean help;

    private PositionsArguments() {}

    /**
     * Reads what was typed.
     *
     * @param args options and a path, in any order
     * @return the arguments
     * @throws IllegalArgumentException if one isn't known, is missing or has a wrong value; the
     *     message is for the user
     */
    static PositionsArguments parse(List<String> args) {
        PositionsArguments parsed = new PositionsArguments();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--help") || arg.equals("-h")) {
                parsed.help = true;
            } else if (!arg.startsWith(NAME)) {
                parsed.takePath(arg);
            } else {
                requireKnown(arg);
                if (i + 1 == args.size() || args.get(i + 1).startsWith(NAME)) {
                    throw new IllegalArgumentException(arg + " needs a value");
                }
                parsed.take(arg, args.get(++i));
            }
        }
        if (!parsed.help) {
            parsed.requireWhole();
        }
        return parsed;
    }

    private void takePath(String arg) {
        if (path != null) {
            throw new IllegalArgumentException("There are two paths, " + path + " and " + arg);
        }
        path = arg;
    }

    private void take(String name, String value) {
        if (NAMES.contains(name)) {
            values.put(name, value);
        } else {
            options.put(name.substring(NAME.length()), value);
        }
    }

    private static void requireKnown(String name) {
        if (NAMES.contains(name)) {
            return;
        }
        String key = name.substring(NAME.length());
        if (!key.startsWith("aws.")
                && !key.equals(DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT.key())) {
            throw new IllegalArgumentException("Unknown option " + name);
        }
        try {
            KnownOptions.require(key);
        } catch (IllegalConfigurationException e) {
            throw new IllegalArgumentException("Unknown option " + name, e);
        }
    }

    private void requireWhole() {
        int given = path == null ? 0 : 1;
        given += values.containsKey(LEASES) ? 1 : 0;
        given += values.containsKey(LEASE_TABLE) ? 1 : 0;
        if (given != 1) {
            throw new IllegalArgumentException(
                    "Expected the path of a savepoint, --leases or --lease-table, and one of them"
                            + " only");
        }
        if (path == null) {
            reject(SOURCE, "a savepoint");
            if (!values.containsKey(STREAM_ARN)) {
                throw new IllegalArgumentException(
                        "--stream-arn is missing: leases don't name their stream");
            }
        } else {
            reject(STREAM_ARN, "leases");
            reject(LATEST_SINCE, "leases");
        }
        if (!options.isEmpty() && !values.containsKey(LEASE_TABLE)) {
            throw new IllegalArgumentException(
                    NAME + options.keySet().iterator().next() + " is used by --lease-table alone");
        }
        takenAt();
        latestSince();
    }

    private void reject(String name, String user) {
        if (values.containsKey(name)) {
            throw new IllegalArgumentException(name + " is used by " + user + " alone");
        }
    }

    private Optional<Instant> time(String name) {
        String value = values.get(name);
        try {
            return Optional.ofNullable(value).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " takes a time such as 2026-11-30T10:00:00Z, not '" + value + "'", e);
        }
    }

    boolean isHelp() {
        return help;
    }

    /** The savepoint; empty if leases are read. */
    Optional<String> path() {
        return Optional.ofNullable(path);
    }

    Optional<String> leases() {
        return Optional.ofNullable(values.get(LEASES));
    }

    Optional<String> leaseTable() {
        return Optional.ofNullable(values.get(LEASE_TABLE));
    }

    Optional<String> streamArn() {
        return Optional.ofNullable(values.get(STREAM_ARN));
    }

    Optional<String> source() {
        return Optional.ofNullable(values.get(SOURCE));
    }

    Optional<String> out() {
        return Optional.ofNullable(values.get(OUT));
    }

    Optional<Instant> takenAt() {
        return time(TAKEN_AT);
    }

    Optional<Instant> latestSince() {
        return time(LATEST_SINCE);
    }

    /** The options of the source that say how to reach the service. */
    Map<String, String> options() {
        return Map.copyOf(options);
    }
}
