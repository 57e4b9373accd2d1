import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.*;
import java.util.Arrays;
import java.util.Comparator;

/** Every method of java.sql.DatabaseMetaData, and the metadata of results and parameters. */
public class Metadata {
    interface Question {
        ResultSet ask() throws Exception;
    }

    static final String[] TABLES = {"item", "line", "sale", "sale_north", "dog", "Odd Name", "expensive", "sums", "hashed"};
    static final String[] QUERIES = {
        "SELECT * FROM item",
        "SELECT item.*, line.code AS x FROM item JOIN line ON true",
        "SELECT 1 AS a, 'x' AS b, now() AS c, 1.5::numeric(5, 2) AS d, row(1, 2) AS e, array[1] AS f",
    };

    public static void main(String[] arguments) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/" + arguments[1] + "?user=postgres";
        try (Connection connection = DriverManager.getConnection(url)) {
            DatabaseMetaData metadata = connection.getMetaData();
            facts(metadata);
            lists(metadata);
            for (String table : TABLES) {
                ofTable(metadata, table);
            }
            functions(metadata);
            for (String query : QUERIES) {
                ofResult(connection, query);
            }
        }
    }

    static void facts(DatabaseMetaData metadata) throws Exception {
        Method[] methods = DatabaseMetaData.class.getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        System.out.println("## facts");
        for (Method method : methods) {
            String name = method.getName();
            boolean plain = method.getParameterCount() == 0 && method.getReturnType() != ResultSet.class;
            if (plain && !name.equals("getConnection") && !name.equals("getURL")) {
                try {
                    System.out.println(name + " = " + method.invoke(metadata));
                } catch (InvocationTargetException error) {
                    System.out.println(name + " fails: " + error.getCause().getMessage());
                }
            }
        }
    }

    static void lists(DatabaseMetaData metadata) {
        String[] kinds = {"TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "INDEX", "SYSTEM TABLE", "SYSTEM VIEW",
            "PARTITIONED TABLE", "FOREIGN TABLE", "TYPE", "TEMPORARY TABLE"};
        show("schemas", metadata::getSchemas);
        show("schemas like s%", () -> metadata.getSchemas(null, "s%"));
        show("catalogs", metadata::getCatalogs);
        show("table types", metadata::getTableTypes);
        show("types", metadata::getTypeInfo);
        show("client info", metadata::getClientInfoProperties);
        show("tables", () -> metadata.getTables(null, "public", "%", null));
        show("relations", () -> metadata.getTables(null, null, "%", kinds));
        show("tables like pl%", () -> metadata.getTables(null, "stock", "pl%", new String[] {"TABLE"}));
        show("columns", () -> metadata.getColumns(null, "public", "%", null));
        show("columns of stock", () -> metadata.getColumns(null, "stock", "%", "%"));
        show("columns of pg_class", () -> metadata.getColumns(null, "pg_catalog", "pg_class", "%"));
        show("user types", () -> metadata.getUDTs(null, null, "%", null));
        show("user types by kind", () -> metadata.getUDTs(null, "public", "%", new int[] {Types.STRUCT, Types.DISTINCT}));
        show("super types", () -> metadata.getSuperTypes(null, null, "%"));
        show("super tables", () -> metadata.getSuperTables(null, null, "%"));
        show("attributes", () -> metadata.getAttributes(null, null, "%", "%"));
        show("pseudo columns", () -> metadata.getPseudoColumns(null, null, "%", "%"));
        show("cross reference", () -> metadata.getCrossReference(null, "public", "item", null, "public", "line"));
    }

    static void ofTable(DatabaseMetaData metadata, String table) {
        int scope = DatabaseMetaData.bestRowSession;
        show("primary key of " + table, () -> metadata.getPrimaryKeys(null, "public", table));
        show("keys imported by " + table, () -> metadata.getImportedKeys(null, "public", table));
        show("keys exported by " + table, () -> metadata.getExportedKeys(null, "public", table));
        show("indexes of " + table, () -> metadata.getIndexInfo(null, "public", table, false, false));
        show("unique indexes of " + table, () -> metadata.getIndexInfo(null, "public", table, true, true));
        show("identifier of " + table, () -> metadata.getBestRowIdentifier(null, "public", table, scope, true));
        show("version columns of " + table, () -> metadata.getVersionColumns(null, "public", table));
        show("privileges on " + table, () -> metadata.getTablePrivileges(null, "public", table));
        show("column privileges on " + table, () -> metadata.getColumnPrivileges(null, "public", table, "%"));
    }

    static void functions(DatabaseMetaData metadata) {
        show("procedures", () -> metadata.getProcedures(null, "public", "%"));
        show("procedures like ab%", () -> metadata.getProcedures(null, "pg_catalog", "ab%"));
        show("procedure columns", () -> metadata.getProcedureColumns(null, "pg_catalog", "ab%", "%"));
        show("functions like a%", () -> metadata.getFunctions(null, "pg_catalog", "a%"));
        show("function columns", () -> metadata.getFunctionColumns(null, "pg_catalog", "s%", "%"));
        show("own functions", () -> metadata.getFunctions(null, "public", "%"));
        show("own function columns", () -> metadata.getFunctionColumns(null, "public", "%", "%"));
    }

    static void show(String name, Question question) {
        try (ResultSet rows = question.ask()) {
            ResultSetMetaData columns = rows.getMetaData();
            System.out.println("## " + name);
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                System.out.println(columns.getColumnName(i) + " " + columns.getColumnTypeName(i));
            }
            while (rows.next()) {
                String[] values = new String[columns.getColumnCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = rows.getString(i + 1);
                }
                System.out.println(String.join("|", Arrays.stream(values).map(String::valueOf).toList()));
            }
        } catch (Exception error) {
            System.out.println("## " + name + "\nfails: " + error.getMessage());
        }
    }

    static void ofResult(Connection connection, String query) throws Exception {
        System.out.println("## " + query);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            ResultSetMetaData of = statement.getMetaData();
            for (int i = 1; i <= of.getColumnCount(); i++) {
                System.out.println(of.getColumnName(i) + " " + of.getColumnLabel(i) + " " + of.getTableName(i) + " "
                    + of.getSchemaName(i) + " " + of.getColumnTypeName(i) + " " + of.getColumnType(i) + " "
                    + of.getPrecision(i) + " " + of.getScale(i) + " " + of.isNullable(i) + " " + of.isAutoIncrement(i)
                    + " " + of.getColumnDisplaySize(i) + " " + of.getColumnClassName(i) + " " + of.isSigned(i));
            }
        }
        String insert = "INSERT INTO item (name, price, doc, tags, made) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            ParameterMetaData of = statement.getParameterMetaData();
            for (int i = 1; i <= of.getParameterCount(); i++) {
                System.out.println(of.getParameterTypeName(i) + " " + of.getParameterType(i) + " "
                    + of.getParameterClassName(i));
            }
        }
    }
}
