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
package io.github.flinkdynamodb.streams.table;

import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions.FIELDS_PREFIX;

import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Refuses unknown options of a table, and suggests the one that is probably meant. Which options
 * Flink itself adds to tables depends on its release, so its helper is asked.
 */
final class UnknownOptions {

    /** The titles of the lists of keys in the message of Flink's helper. */
    private static final String UNSUPPORTED = "Unsupported options:";

    private static final String SUPPORTED = "Supported options:";

    private UnknownOptions() {}

    /**
     * Checks the options of a table.
     *
     * @param connector the connector's name in SQL, for the message
     * @param helper the helper of the table's factory
     * @param context the table
     * @return the helper's exception if it refuses something else than unknown options: a value,
     *     which the parser of the options may describe better
     * @throws ValidationException if an option is unknown
     */
    static Optional<ValidationException> validate(
            String connector,
            FactoryUtil.TableFactoryHelper helper,
            DynamicTableFactory.Context context) {
        for (String key : context.getCatalogTable().getOptions().keySet()) {
            if (KnownOptions.isAboutCredentials(key) && !KnownOptions.contains(key)) {
                throw unknown(connector, key, List.of());
            }
        }
        try {
            helper.validateExcept(FIELDS_PREFIX, KnownOptions.CREDENTIALS_PREFIX);
            return Optional.empty();
        } catch (ValidationException e) {
            List<String> unsupported = keysBelow(UNSUPPORTED, e.getMessage());
            if (unsupported.isEmpty()) {
                return Optional.of(e);
            }
            throw unknown(connector, unsupported.get(0), keysBelow(SUPPORTED, e.getMessage()));
        }
    }

    /** The lines between a title and the next. */
    private static List<String> keysBelow(String title, String message) {
        return Arrays.stream(message.split("\n"))
                .dropWhile(line -> !line.equals(title))
                .skip(1)
                .takeWhile(line -> !line.equals(SUPPORTED))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toList());
    }

    private static ValidationException unknown(String connector, String key, List<String> known) {
        List<String> more = new ArrayList<>(known);
        if (FieldOptionsParser.hasSuffix(key)) {
            more.add(FIELDS_PREFIX + key.substring(key.indexOf('.') + 1));
        }
        return new ValidationException(
                String.format(
                        "Unknown option '%s' of a table with 'connector' = '%s'. Did you mean"
                                + " '%s'?",
                        key, connector, KnownOptions.nearest(key, more)));
    }
}
