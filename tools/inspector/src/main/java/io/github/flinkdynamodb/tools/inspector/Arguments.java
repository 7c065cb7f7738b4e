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
package io.github.flinkdynamodb.tools.inspector;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import io.github.flinkdynamodb.tools.inspector.check.Prices;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.IllegalConfigurationException;

/** What was typed. */
final class Arguments {

    static final String USAGE =
            "Usage: tools/inspector/run [options] PATH\n"
                    + "       tools/inspector/run positions ...; positions --help explains it\n"
                    + "\n"
                    + "Says what a savepoint or checkpoint holds of the sources for DynamoDB"
                    + " Streams in a job.\n"
                    + "\n"
                    + "  PATH                  its folder, or its file _metadata\n"
                    + "  --json                a report for programs; docs/inspector.md names its"
                    + " fields\n"
                    + "  --all                 shows all shards, the finished ones too\n"
                    + "  --taken-at TIME       when it was taken, such as 2026-11-30T10:00:00Z; the"
                    + " time of the file if not given\n"
                    + "  --check               asks the service what of it can still be read, and"
                    + " what a repair would cost\n"
                    + "  --aws.KEY VALUE       how to reach the service: aws.region, aws.endpoint,"
                    + " aws.credentials.*, as the\n"
                    + "                        source's options; --scan.snapshot.endpoint URL too\n"
                    + "  --price-per-gb USD    of what an export processes (0.10)\n"
                    + "  --price-per-million-units USD\n"
                    + "                        of read units (0.125)\n"
                    + "  --write-mb-per-hour N what is written to the table, for the price of a"
                    + " repair\n"
                    + "  --help                this text\n"
                    + "\n"
                    + "Exit code: 0 if all can be read, or without --check; 1 after an error, or if"
                    + " --check leaves out a\n"
                    + "source whose state can't be read; 2 after a wrong option; 3 if changes can't"
                    + " be read any more,\n"
                    + "or may be lost.";

    private static final String NAME = "--";

    private static final String TAKEN_AT = "--taken-at";
    private static final String PRICE_PER_GB = "--price-per-gb";
    private static final String PRICE_PER_MILLION_UNITS = "--price-per-million-units";
    private static final String WRITE_MB_PER_HOUR = "--write-mb-per-hour";
    private static final Set<String> OWN =
            Set.of(TAKEN_AT, PRICE_PER_GB, PRICE_PER_MILLION_UNITS, WRITE_MB_PER_HOUR);

    private final Map<String, String> options = new HashMap<>();
    private String path;
    private boolean help;
    private boolean json;
    private boolean all;
    private boolean check;
    private Instant takenAt;
    private double pricePerGb = Prices.PER_GB;
    private double pricePerMillionUnits = Prices.PER_MILLION_UNITS;
    private Double writtenMbPerHour;

    private Arguments() {}

    /**
     * Reads what was typed.
     *
     * @param args options and a path, in any order
     * @return the arguments
     * @throws IllegalArgumentException if one isn't known, lacks its value or has a wrong one; the
     *     message is for the user
     */
    static Arguments parse(String... args) {
        Arguments parsed = new Arguments();
        for (int i = 0; i < args.length; i++) {
            if (!parsed.takesFlag(args[i])) {
                if (args[i].startsWith(NAME)) {
                    requireKnown(args[i]);
                    if (i + 1 == args.length || args[i + 1].startsWith(NAME)) {
                        throw new IllegalArgumentException(args[i] + " needs a value");
                    }
                    parsed.take(args[i], args[++i]);
                } else if (parsed.path != null) {
                    throw new IllegalArgumentException(
                            "There are two paths, " + parsed.path + " and " + args[i]);
                } else {
                    parsed.path = args[i];
                }
            }
        }
        parsed.requireWhole();
        return parsed;
    }

    private void requireWhole() {
        if (path == null && !help) {
            throw new IllegalArgumentException("The path of a savepoint or checkpoint is missing");
        }
        if (!options.isEmpty() && !check) {
            throw new IllegalArgumentException(
                    NAME + options.keySet().iterator().next() + " is used by --check alone");
        }
    }

    private boolean takesFlag(String name) {
        switch (name) {
            case "--help":
            case "-h":
                help = true;
                return true;
            case "--json":
                json = true;
                return true;
            case "--all":
                all = true;
                return true;
            case "--check":
                check = true;
                return true;
            default:
                return false;
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case TAKEN_AT:
                takenAt = time(name, value);
                break;
            case PRICE_PER_GB:
                pricePerGb = number(name, value);
                break;
            case PRICE_PER_MILLION_UNITS:
                pricePerMillionUnits = number(name, value);
                break;
            case WRITE_MB_PER_HOUR:
                writtenMbPerHour = number(name, value);
                break;
            default:
                options.put(name.substring(NAME.length()), value);
        }
    }

    private static void requireKnown(String name) {
        if (OWN.contains(name)) {
            return;
        }
        String key = name.substring(NAME.length());
        boolean ofTheService =
                key.startsWith("aws.")
                        || key.equals(DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT.key());
        if (!ofTheService) {
            throw new IllegalArgumentException("Unknown option " + name);
        }
        try {
            KnownOptions.require(key);
        } catch (IllegalConfigurationException e) {
            throw new IllegalArgumentException(
                    "Unknown option "
                            + name
                            + ": did you mean --"
                            + KnownOptions.nearest(key, List.of())
                            + "?",
                    e);
        }
    }

    private static Instant time(String name, String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " takes a time such as 2026-11-30T10:00:00Z, not '" + value + "'", e);
        }
    }

    private static double number(String name, String value) {
        if (!value.matches("\\d{1,12}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException(name + " takes a number, not '" + value + "'");
        }
        return Double.parseDouble(value);
    }

    String path() {
        return path;
    }

    boolean isHelp() {
        return help;
    }

    boolean isJson() {
        return json;
    }

    boolean isAll() {
        return all;
    }

    boolean isCheck() {
        return check;
    }

    /** When the savepoint was taken; null if that wasn't said. */
    Instant takenAt() {
        return takenAt;
    }

    Prices prices() {
        return new Prices(pricePerGb, pricePerMillionUnits, writtenMbPerHour);
    }

    /** The options of the source that say how to reach the service. */
    Map<String, String> options() {
        return Map.copyOf(options);
    }
}
